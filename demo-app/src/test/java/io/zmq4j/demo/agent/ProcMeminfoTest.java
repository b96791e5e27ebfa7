package io.zmq4j.demo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcMeminfoTest {

    @Test
    void shouldReadBytes() {
        ProcMeminfo info = ProcMeminfo.parse(
                """
                MemTotal:       24683656 kB
                MemFree:        21182872 kB
                MemAvailable:   22238828 kB
                Active(anon):      15036 kB
                SwapTotal:       2097148 kB
                SwapFree:        1048576 kB
                HugePages_Total:       0
                """);

        assertThat(info)
                .isEqualTo(new ProcMeminfo(24683656L * 1024, 22238828L * 1024, 2097148L * 1024, 1048576L * 1024));
    }

    @Test
    void shouldTakeFreeMemoryAsAvailableWhenKernelIsOld() {
        assertThat(ProcMeminfo.parse("MemTotal: 100 kB\nMemFree: 40 kB").available())
                .isEqualTo(40 * 1024);
    }

    @Test
    void shouldRefuseTextWithoutTotal() {
        assertThatThrownBy(() -> ProcMeminfo.parse("MemFree: 40 kB")).hasMessageContaining("no line 'MemTotal'");
    }
}
