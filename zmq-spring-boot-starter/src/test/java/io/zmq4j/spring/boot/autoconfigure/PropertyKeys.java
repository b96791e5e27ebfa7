package io.zmq4j.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;

/** Every key below {@code zmq}, as the classes have them that it is bound to. */
final class PropertyKeys {

    /**
     * A key that holds a value.
     *
     * @param type of the value, or of the elements of a list
     */
    record Key(String name, Class<?> type) {}

    private final List<Key> keys = new ArrayList<>();
    private final Set<Class<?>> types = new LinkedHashSet<>();

    private PropertyKeys() {}

    /** With entry {@code s} in the place of every map's key, and element 0 of every list of objects. */
    static List<Key> all() {
        PropertyKeys all = new PropertyKeys();
        all.walk("zmq", ZmqProperties.class);
        return all.keys;
    }

    /** The classes that are bound. */
    static Set<Class<?>> types() {
        PropertyKeys all = new PropertyKeys();
        all.walk("zmq", ZmqProperties.class);
        return all.types;
    }

    private void walk(String prefix, Class<?> type) {
        types.add(type);
        if (type.isRecord()) {
            for (var component : type.getRecordComponents()) {
                add(
                        prefix + "." + DataObjectPropertyName.toDashedForm(component.getName()),
                        ResolvableType.forType(component.getGenericType()));
            }
            return;
        }
        for (var property : BeanUtils.getPropertyDescriptors(type)) {
            if (property.getReadMethod() != null && !property.getName().equals("class")) {
                add(
                        prefix + "." + DataObjectPropertyName.toDashedForm(property.getName()),
                        ResolvableType.forMethodReturnType(property.getReadMethod()));
            }
        }
    }

    private void add(String name, ResolvableType type) {
        Class<?> plain = type.toClass();
        if (Map.class.isAssignableFrom(plain)) {
            add(name + ".s", type.asMap().getGeneric(1));
        } else if (Collection.class.isAssignableFrom(plain)) {
            Class<?> element = type.asCollection().getGeneric(0).toClass();
            if (isOurs(element)) {
                walk(name + "[0]", element);
            } else {
                keys.add(new Key(name, element));
            }
        } else if (isOurs(plain)) {
            walk(name, plain);
        } else {
            keys.add(new Key(name, plain));
        }
    }

    private static boolean isOurs(Class<?> type) {
        return !type.isEnum() && type.getPackage() == ZmqProperties.class.getPackage();
    }
}
