package io.zmq4j.spring.listener;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSockets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * The containers of an application by id. Each is also a singleton bean of that name, so that the application context
 * starts and stops it and others can inject it. Thread-safe.
 */
public class ZmqListenerEndpointRegistry implements BeanFactoryAware, DisposableBean {

    private final ReentrantLock lock = new ReentrantLock();
    // -- written under the lock, read by anyone --
    private volatile Map<String, ZmqListenerContainer> containers = Map.of();
    private @Nullable ConfigurableBeanFactory beanFactory;

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory instanceof ConfigurableBeanFactory configurable ? configurable : null;
    }

    /**
     * Takes a container in; it is started with the application context, or by the caller if that runs already.
     *
     * @throws IllegalArgumentException when its id is taken, or when another one reads its socket and that cannot be
     * shared
     */
    public void register(ZmqListenerContainer container, ZmqSockets sockets) {
        lock.lock();
        try {
            String id = container.getId();
            String socket = container.getEndpoint().socket();
            if (containers.containsKey(id) || beanFactory != null && beanFactory.containsBean(id)) {
                throw new IllegalArgumentException(
                        "listener id '" + id + "' is taken by another listener or bean, allowed: a name of its own");
            }
            for (ZmqListenerContainer other : containers.values()) {
                if (other.getEndpoint().socket().equals(socket)) {
                    checkShared(container, other, sockets.spec(socket).type());
                }
            }
            Map<String, ZmqListenerContainer> more = new LinkedHashMap<>(containers);
            more.put(id, container);
            containers = Collections.unmodifiableMap(more);
            container.joinGroup();
            if (beanFactory != null) {
                beanFactory.registerSingleton(id, container);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void checkShared(ZmqListenerContainer one, ZmqListenerContainer other, SocketType type) {
        String both = "listeners '" + other.getId() + "' and '" + one.getId() + "' both read socket '"
                + one.getEndpoint().socket() + "' (" + type + ")";
        boolean each = SocketReaders.canShare(type);
        String group = one.getEndpoint().group();
        if (!each && (group == null || !group.equals(other.getEndpoint().group()))) {
            throw new IllegalArgumentException(
                    both + ", where each message goes to one reader, allowed: one listener with"
                            + " a higher concurrency, or listeners of one group; several otherwise only on SUB, XSUB"
                            + " and DISH");
        }
        if (!each && one.getEndpoint().filter() == null && other.getEndpoint().filter() == null) {
            throw new IllegalArgumentException(
                    both + " in group '" + group + "' and neither has a filter, allowed: one without");
        }
        if (!one.sharesReadersWith(other)) {
            throw new IllegalArgumentException(both
                    + " through different container factories, allowed: the same one for all listeners of a socket");
        }
    }

    /** The container of this id; null = none. */
    public @Nullable ZmqListenerContainer getListenerContainer(String id) {
        return containers.get(id);
    }

    public Set<String> getListenerContainerIds() {
        return containers.keySet();
    }

    public Collection<ZmqListenerContainer> getListenerContainers() {
        return containers.values();
    }

    /** The containers of this group, of whatever sockets; none if there is no such group. */
    public Collection<ZmqListenerContainer> getListenerContainers(String group) {
        return containers.values().stream()
                .filter(container -> group.equals(container.getEndpoint().group()))
                .toList();
    }

    /** Starts the containers of this group that do not run. */
    public void start(String group) {
        getListenerContainers(group).forEach(ZmqListenerContainer::start);
    }

    /** Stops the containers of this group, all at the same time, and waits for them. */
    public void stop(String group) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (ZmqListenerContainer container : getListenerContainers(group)) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            container.stop(() -> end.complete(null));
            ends.add(end);
        }
        ends.forEach(CompletableFuture::join);
    }

    /** Stops what is still running, as after a start of the application that failed. */
    @Override
    public void destroy() {
        containers.values().forEach(ZmqListenerContainer::stop);
    }
}
