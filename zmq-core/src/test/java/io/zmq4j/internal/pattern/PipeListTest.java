package io.zmq4j.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.internal.pattern.PipeList.Side;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipePair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipeListTest {

    @Test
    void shouldIgnorePipesThatItDoesNotHave() {
        PipeList list = new PipeList(Side.IN);
        Pipe stranger = PipePair.of(0, 0).first();
        Pipe member = PipePair.of(0, 0).first();
        list.add(member);
        list.add(member);
        list.activate(member);
        list.activate(stranger);
        list.deactivate(stranger);
        list.served(stranger);
        assertThat(list.remove(stranger)).isFalse();
        assertThat(list.size()).isEqualTo(1);
        assertThat(list.current()).isSameAs(member);
        assertThat(list.remove(member)).isTrue();
        assertThat(list.remove(member)).isFalse();
        assertThat(list.current()).isNull();
    }

    @Test
    void shouldAgreeWithSetsWhenUsedAtRandom() {
        for (Side side : Side.values()) {
            Random random = new Random(5);
            PipeList list = new PipeList(side);
            List<Pipe> members = new ArrayList<>();
            Set<Pipe> active = new HashSet<>();
            for (int step = 0; step < 20_000; step++) {
                Pipe pipe = members.isEmpty() ? null : members.get(random.nextInt(members.size()));
                switch (pipe == null ? 0 : random.nextInt(5)) {
                    case 0 -> {
                        Pipe added = PipePair.of(0, 0).first();
                        list.add(added);
                        members.add(added);
                    }
                    case 1 -> {
                        list.remove(pipe);
                        members.remove(pipe);
                        active.remove(pipe);
                    }
                    case 2 -> {
                        list.activate(pipe);
                        active.add(pipe);
                    }
                    case 3 -> {
                        list.deactivate(pipe);
                        active.remove(pipe);
                    }
                    default -> assertThat(oneRound(list)).isEqualTo(active);
                }
                assertThat(list.size()).isEqualTo(members.size());
                assertThat(list.active()).isEqualTo(active.size());
            }
        }
    }

    private static Set<Pipe> oneRound(PipeList list) {
        Set<Pipe> served = new HashSet<>();
        for (int i = 0; i < list.active(); i++) {
            Pipe pipe = list.current();
            served.add(pipe);
            list.served(pipe);
        }
        return served;
    }
}
