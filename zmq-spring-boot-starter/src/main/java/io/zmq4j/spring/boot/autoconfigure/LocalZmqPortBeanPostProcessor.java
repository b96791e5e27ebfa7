package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.ZmqSockets;
import java.lang.reflect.Field;
import java.util.List;
import org.springframework.beans.PropertyValues;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.util.ReflectionUtils;

/** Sets the fields that have a {@link LocalZmqPort}. */
final class LocalZmqPortBeanPostProcessor implements InstantiationAwareBeanPostProcessor {

    private final ObjectProvider<ZmqSockets> sockets;

    LocalZmqPortBeanPostProcessor(ObjectProvider<ZmqSockets> sockets) {
        this.sockets = sockets;
    }

    @Override
    public PropertyValues postProcessProperties(PropertyValues values, Object bean, String beanName) {
        ReflectionUtils.doWithFields(
                bean.getClass(),
                field -> set(field, bean, beanName),
                field -> field.isAnnotationPresent(LocalZmqPort.class));
        return values;
    }

    private void set(Field field, Object bean, String beanName) {
        if (field.getType() != int.class && field.getType() != Integer.class) {
            throw new BeanCreationException(
                    beanName, "@LocalZmqPort field " + field + " is of another type, allowed: int");
        }
        ReflectionUtils.makeAccessible(field);
        LocalZmqPort annotation = field.getAnnotation(LocalZmqPort.class);
        List<Integer> ports = sockets.getObject().boundPorts(annotation.value());
        if (annotation.index() < 0 || annotation.index() >= ports.size()) {
            throw new BeanCreationException(
                    beanName,
                    "@LocalZmqPort field " + field + " has index " + annotation.index() + ", but socket '"
                            + annotation.value() + "' has ports " + ports);
        }
        ReflectionUtils.setField(field, bean, ports.get(annotation.index()));
    }
}
