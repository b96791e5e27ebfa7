package io.zmq4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmq4j.spring.boot.autoconfigure.ZmqProxyAutoConfiguration;
import io.zmq4j.spring.template.ZmqOperations;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * An application that is started and closed again and again, each time by a class loader of its own, as by a server or by
 * development tools: nothing may hold on to it. {@code -Dzmq4j.starter.restarts=50} makes it longer.
 */
class ClassLoaderLeakTest {

    /** Loaded anew each time, with the library and Spring. */
    public static final class Application implements Runnable {

        private final CountDownLatch received = new CountDownLatch(3);

        @ZmqListener("in")
        void on(String text) {
            received.countDown();
        }

        @Override
        public void run() {
            try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
                context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource(
                                "fixed",
                                Map.of(
                                        "zmq.monitor.enabled", "true",
                                        "zmq.sockets.in.type", "pull",
                                        "zmq.sockets.in.bind", "tcp://127.0.0.1:0",
                                        "zmq.sockets.out.type", "push",
                                        "zmq.sockets.out.bind", "inproc://unused")));
                context.registerBean(Application.class, () -> this);
                context.register(ZmqAutoConfiguration.class, ZmqProxyAutoConfiguration.class);
                context.refresh();
                ZmqSockets sockets = context.getBean(ZmqSockets.class);
                sockets.get("out").connect("tcp://127.0.0.1:" + sockets.boundPort("in"));
                for (int i = 0; i < 3; i++) {
                    context.getBean(ZmqOperations.class).convertAndSend("out", "hello");
                }
                if (!received.await(10, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("not received");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static URL[] classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> {
                    try {
                        return new File(entry).toURI().toURL();
                    } catch (MalformedURLException e) {
                        throw new IllegalArgumentException(entry, e);
                    }
                })
                .toArray(URL[]::new);
    }

    /** In a method of its own, so that no variable of the test holds on to what it made. */
    private static WeakReference<ClassLoader> runOnce() throws Exception {
        URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Class<?> application = loader.loadClass(Application.class.getName());
            assertThat(application).isNotSameAs(Application.class);
            ((Runnable) application.getConstructor().newInstance()).run();
        } finally {
            thread.setContextClassLoader(before);
            loader.close();
        }
        return new WeakReference<>(loader);
    }

    /**
     * Asked of each class loader after the next start: on Java 17 the JDK itself keeps the one whose record was compared
     * last (java.lang.runtime.ObjectMethods, the asTypeCache of a method handle), until another takes its place.
     */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES) // of the long form
    void shouldLetGoOfTheClassLoaderWhenTheApplicationIsClosed() throws Exception {
        int restarts = Integer.getInteger("zmq4j.starter.restarts", 5);
        WeakReference<ClassLoader> before = runOnce();
        for (int i = 1; i < restarts; i++) {
            WeakReference<ClassLoader> now = runOnce();
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (before.get() != null && System.nanoTime() < deadline) {
                System.gc();
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(before.get()).as("class loader of start %s", i).isNull();
            before = now;
        }
    }
}
