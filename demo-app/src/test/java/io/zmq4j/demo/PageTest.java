package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@MachineWatchTest
class PageTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"|from \"\\./([^\"]+)\"");

    @LocalServerPort
    private int webPort;

    @Test
    void shouldServePageWithAllItRefersTo() {
        Http http = new Http(webPort);
        String page = http.text("/");
        String script = http.text("/watch.js");

        assertThat(page).contains("<h1>machine watch</h1>");
        Matcher references = REFERENCE.matcher(page + script);
        int found = 0;
        while (references.find()) {
            String reference = references.group(1) == null ? references.group(2) : references.group(1);
            assertThat(reference).as("nothing from other hosts").doesNotContain("//");
            assertThat(http.text("/" + reference)).isNotEmpty();
            found++;
        }
        assertThat(found).isGreaterThanOrEqualTo(6);
    }
}
