package io.zmq4j.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.testing.Scale;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * That the time it takes to refuse a box does not tell how much of its tag was right: Welch's t of two classes of boxes, wrong
 * at the first byte and at the last. A few samples show only a gross difference; {@code -Dzmq4j.timingSamples=1000000}
 * shows a small one, on a machine that does nothing else. {@code ArchitectureTest} has what else is compared.
 */
@Timeout(300)
class TimingTest {

    private static final int SAMPLES = Scale.of("timingSamples", 50_000);
    private static final int ENOUGH = 1_000_000;
    private static final double SMALL = 4.5;
    private static final double GROSS = 40;

    /** The slowest samples are those in which something else ran. */
    private static final double KEPT = 0.8;

    /** Sorts and drops the slowest. */
    private static double[] kept(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return Arrays.copyOf(sorted, (int) (sorted.length * KEPT));
    }

    private static double mean(double[] samples) {
        return Arrays.stream(samples).average().orElseThrow();
    }

    /** Of the mean. */
    private static double variance(double[] samples, double mean) {
        double sum = Arrays.stream(samples).map(x -> (x - mean) * (x - mean)).sum();
        return sum / (samples.length - 1) / samples.length;
    }

    private static double welch(double[] a, double[] b) {
        double first = mean(a);
        double second = mean(b);
        return (first - second) / Math.sqrt(variance(a, first) + variance(b, second));
    }

    @Test
    void shouldTakeAsLongWhateverByteOfTheTagIsWrong() {
        Random random = new Random(54);
        SecretBox box = Crypto.get().box(new byte[Crypto.KEY], new byte[16]);
        byte[][] boxes = new byte[2][SecretBox.OVERHEAD];
        for (byte[] one : boxes) {
            box.seal(7, new byte[0], 0, 0, one, 0);
        }
        boxes[0][0] ^= 1;
        boxes[1][SecretBox.OVERHEAD - 1] ^= 1;
        byte[] same = new byte[SecretBox.OVERHEAD];
        byte[] out = new byte[SecretBox.OVERHEAD];
        double[][] nanos = new double[2][SAMPLES];
        for (double[][] round : new double[][][] {new double[2][SAMPLES / 2], nanos}) { // the first one warms up
            int[] counts = new int[2];
            while (counts[0] < round[0].length && counts[1] < round[1].length) {
                int kind = random.nextInt(2);
                System.arraycopy(boxes[kind], 0, same, 0, same.length); // both from the same place
                long start = System.nanoTime();
                boolean opened = box.open(7, same, 0, same.length, out, 0);
                round[kind][counts[kind]++] = System.nanoTime() - start;
                assertThat(opened).isFalse();
            }
            round[0] = Arrays.copyOf(round[0], counts[0]);
            round[1] = Arrays.copyOf(round[1], counts[1]);
        }
        double t = welch(kept(nanos[0]), kept(nanos[1]));
        System.out.printf("Welch's t of %d samples of each kind: %.2f%n", nanos[0].length, t);
        assertThat(Math.abs(t)).isLessThan(SAMPLES >= ENOUGH ? SMALL : GROSS);
    }
}
