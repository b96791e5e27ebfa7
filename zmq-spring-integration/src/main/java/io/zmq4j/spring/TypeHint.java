package io.zmq4j.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/** Tells a message converter a generic type, which it takes only as the type of a method parameter. */
final class TypeHint extends MethodParameter {

    private static final Method ANY = anyMethod();

    private final Type type;

    TypeHint(Type type) {
        super(ANY, -1);
        this.type = type;
    }

    private static Method anyMethod() {
        Method method = ReflectionUtils.findMethod(Object.class, "toString");
        if (method == null) {
            throw new IllegalStateException("Object has no toString()");
        }
        return method;
    }

    @Override
    public Class<?> getParameterType() {
        return ResolvableType.forType(type).toClass();
    }

    @Override
    public Type getGenericParameterType() {
        return type;
    }

    @Override
    public Type getNestedGenericParameterType() {
        return type;
    }

    @Override
    public MethodParameter nestedIfOptional() {
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TypeHint that && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }
}
