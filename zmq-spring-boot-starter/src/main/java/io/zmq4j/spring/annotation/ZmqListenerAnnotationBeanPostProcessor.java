package io.zmq4j.spring.annotation;

import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerContainerFactory;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotationCollectors;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;
import org.springframework.util.ReflectionUtils;

/**
 * Finds {@link ZmqListener} methods and classes, and when all singletons are there, makes a container of each and registers it with
 * the {@link ZmqListenerEndpointRegistry}.
 */
public class ZmqListenerAnnotationBeanPostProcessor
        implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton, Ordered {

    /** The name of the factory bean of listeners that name none. */
    public static final String DEFAULT_FACTORY = "zmqListenerContainerFactory";

    private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();
    private final List<Found> found = new ArrayList<>();
    private @Nullable ConfigurableBeanFactory beanFactory;
    private boolean initialized;

    /** One annotation on one method of one bean. */
    private record Found(String beanName, Object bean, Handlers handlers, ZmqListener annotation) {

        /** The container's id unless another one is given; also where the annotation is. */
        String place() {
            // a container is a bean of its id, so it cannot have the name of the annotated one
            return beanName + "."
                    + (handlers.ofClass()
                            ? "listener"
                            : handlers.methods().get(0).getName());
        }
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = (ConfigurableBeanFactory) beanFactory;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        if (withoutListeners.contains(type)
                || !AnnotationUtils.isCandidateClass(type, List.of(ZmqListener.class, ZmqHandler.class))) {
            return bean;
        }
        Set<ZmqListener> ofClass = annotations(type);
        List<Method> handlers = List.copyOf(MethodIntrospector.selectMethods(type, (ReflectionUtils.MethodFilter)
                method -> AnnotatedElementUtils.hasAnnotation(method, ZmqHandler.class)));
        if (ofClass.isEmpty() && !handlers.isEmpty()) {
            throw new IllegalStateException(
                    "@ZmqHandler on method " + handlers.get(0).getName() + " of class " + type.getName()
                            + " is never called, allowed: in a class with @ZmqListener");
        }
        Map<Method, Set<ZmqListener>> methods =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<Set<ZmqListener>>) method -> {
                    Set<ZmqListener> all = annotations(method);
                    return all.isEmpty() ? null : all;
                });
        if (methods.isEmpty() && ofClass.isEmpty()) {
            withoutListeners.add(type);
        }
        ofClass.forEach(
                annotation -> add(beanName, bean, new Handlers(type, invocable(handlers, bean), true), annotation));
        methods.forEach((method, all) -> all.forEach(annotation ->
                add(beanName, bean, new Handlers(type, invocable(List.of(method), bean), false), annotation)));
        return bean;
    }

    private static List<Method> invocable(List<Method> methods, Object bean) {
        return methods.stream()
                .map(method -> AopUtils.selectInvocableMethod(method, bean.getClass()))
                .toList();
    }

    private void add(String beanName, Object bean, Handlers handlers, ZmqListener annotation) {
        Found one = new Found(beanName, bean, handlers, annotation);
        if (initialized) {
            register(List.of(one), true);
        } else {
            found.add(one);
        }
    }

    /** Also those that are repeated in the form of an annotation of the user's. */
    private static Set<ZmqListener> annotations(AnnotatedElement element) {
        return MergedAnnotations.from(
                        element, SearchStrategy.TYPE_HIERARCHY, RepeatableContainers.standardRepeatables())
                .stream(ZmqListener.class)
                .collect(MergedAnnotationCollectors.toAnnotationSet());
    }

    @Override
    public void afterSingletonsInstantiated() {
        initialized = true;
        register(found, false);
        found.clear();
    }

    private void register(List<Found> all, boolean late) {
        ConfigurableBeanFactory beans = beanFactory;
        if (all.isEmpty() || beans == null) {
            return;
        }
        ZmqSockets sockets = beans.getBean(ZmqSockets.class);
        ZmqListenerEndpointRegistry registry = beans.getBean(ZmqListenerEndpointRegistry.class);
        EndpointFactory endpoints =
                new EndpointFactory(sockets, beans.getBean(ZmqSocketDeclarer.class), new HandlerMethods(beans));
        Set<String> ids = new HashSet<>(registry.getListenerContainerIds());
        for (Found one : all) {
            AttributeResolver attributes = new AttributeResolver(beans, one.place());
            String id = id(one, attributes, ids);
            ZmqListenerContainerFactory factory = factory(beans, one.annotation(), attributes);
            ZmqListenerContainer container = factory.createContainer(
                    endpoints.create(one.annotation(), id, one.bean(), one.handlers(), factory, attributes));
            registry.register(container, sockets);
            if (late && container.isAutoStartup()) {
                // a bean made after the start of the application, which the context does not start any more
                container.start();
            }
        }
    }

    /** The bean's name and the method's: the same after every start, as metrics and operators need it. */
    private static String id(Found one, AttributeResolver attributes, Set<String> taken) {
        String given = attributes.text(one.annotation().id());
        String id = given.isEmpty() ? one.place() : given;
        for (int i = 2; !taken.add(id); i++) {
            if (!given.isEmpty()) {
                throw attributes.refusal("id", given, "an id that no other listener has", null);
            }
            id = one.place() + "#" + i;
        }
        return id;
    }

    private static ZmqListenerContainerFactory factory(
            ConfigurableBeanFactory beans, ZmqListener annotation, AttributeResolver attributes) {
        ZmqListenerContainerFactory named =
                attributes.bean("containerFactory", annotation.containerFactory(), ZmqListenerContainerFactory.class);
        return named == null ? beans.getBean(DEFAULT_FACTORY, ZmqListenerContainerFactory.class) : named;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
