package io.zmq4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The first column of the tables in OPTIONS.md is what there is. */
class OptionsTableTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** The names in the first column of all tables under this heading. */
    private static Set<String> documented(String heading) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("OPTIONS.md"));
        int start = lines.indexOf("## " + heading) + 1;
        assertThat(start).as("the line of '%s'", heading).isPositive();
        Set<String> names = new TreeSet<>();
        lines.stream()
                .skip(start)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .forEach(cell ->
                        CODE.matcher(cell).results().map(MatchResult::group).forEach(names::add));
        return names;
    }

    private static Set<String> options(Class<?> builder) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == builder)
                .map(Method::getName)
                .forEach(name -> names.add("`" + name + "`"));
        return names;
    }

    @Test
    void shouldListEveryOptionOfSockets() throws IOException {
        assertThat(documented("Sockets: `SocketConfig.builder()`")).isEqualTo(options(SocketConfigBuilder.class));
    }

    @Test
    void shouldListEveryOptionOfContexts() throws IOException {
        assertThat(documented("Contexts: `ContextConfig.builder()`")).isEqualTo(options(ContextConfig.Builder.class));
    }
}
