package io.zmq4j.demo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcDiskstatsTest {

    private static final String TEXT =
            """
               7       0 loop0 9 0 900 0 9 0 900 0 0 0 0
             259       0 nvme0n1 10 0 100 3 20 0 200 4 0 5 6 0 0 0 0
             259       1 nvme0n1p1 10 0 60 3 20 0 150 4 0 5 6 0 0 0 0
               8       0 sda 10 0 10 3 20 0 20 4 0 5 6
               8       1 sda1 10 0 10 3 20 0 20 4 0 5 6
              65     160 sdaa 10 0 1 3 20 0 2 4 0 5 6
             253       0 dm-0 10 0 100 3 20 0 200 4 0 5 6
            """;

    @Test
    void shouldCountDisksButNotTheirPartitionsNorWhatStandsOnThem() {
        assertThat(ProcDiskstats.parse(TEXT)).isEqualTo(new ProcDiskstats((100 + 10 + 1) * 512, (200 + 20 + 2) * 512));
    }

    @Test
    void shouldCountNothingWhenThereIsNoDisk() {
        assertThat(ProcDiskstats.parse("")).isEqualTo(new ProcDiskstats(0, 0));
    }
}
