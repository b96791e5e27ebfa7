package io.zmq4j.internal.crypto;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A library of the system, called through the foreign-function API of Java 22. As the code is for Java 17, which has none, that
 * API is looked up by name; the handles it makes have types of Java 17 alone.
 */
final class ForeignLibrary {

    private static final int SINCE = 22;
    private static final String API = "java.lang.foreign.";
    private static final String OPTION = "Linker$Option";

    private final Class<?> segment;
    private final Object linker;
    private final MethodHandle bytesAt;
    private final Object symbols;

    /** @param names under which the library may be known to the system's loader; the first that is counts */
    ForeignLibrary(List<String> names) throws ReflectiveOperationException {
        segment = type("MemorySegment");
        linker = call(type("Linker").getMethod("nativeLinker"), null);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodHandle ofArray = lookup.unreflect(segment.getMethod("ofArray", byte[].class));
        MethodHandle from = lookup.unreflect(segment.getMethod("asSlice", long.class));
        bytesAt = MethodHandles.filterArguments(from, 0, ofArray)
                .asType(MethodType.methodType(segment, byte[].class, int.class));
        symbols = load(names);
    }

    /** Whether this Java has the API at all. */
    static boolean isSupported() {
        return Runtime.version().feature() >= SINCE;
    }

    /** Whether code of this module may use it; without that, the JVM warns, or throws. */
    static boolean isEnabledFor(Module module) throws ReflectiveOperationException {
        return (boolean) call(Module.class.getMethod("isNativeAccessEnabled"), module);
    }

    /** What tells the address of a direct buffer. */
    MethodHandle addressOf() throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodHandle ofBuffer = lookup.unreflect(segment.getMethod("ofBuffer", Buffer.class));
        MethodHandle address = lookup.unreflect(segment.getMethod("address"));
        return MethodHandles.filterReturnValue(ofBuffer, address)
                .asType(MethodType.methodType(long.class, ByteBuffer.class));
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(API + name);
    }

    private static Object call(Method method, @Nullable Object target, Object... arguments)
            throws ReflectiveOperationException {
        return method.invoke(target, arguments);
    }

    private static Object load(List<String> names) throws ReflectiveOperationException {
        Class<?> arena = type("Arena");
        Object forever = call(arena.getMethod("global"), null);
        Method open = type("SymbolLookup").getMethod("libraryLookup", String.class, arena);
        for (String name : names) {
            try {
                return call(open, null, name, forever);
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof IllegalArgumentException)) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("the system's loader finds none of " + String.join(", ", names));
    }

    /** Calls a function without parameters, which may take its time. */
    int call(String name) throws ReflectiveOperationException {
        MethodHandle handle = link(name, Array.newInstance(type(OPTION), 0));
        try {
            return (int) handle.invoke();
        } catch (Throwable e) {
            throw new InvocationTargetException(e, name);
        }
    }

    /**
     * A function that neither waits nor calls back and is done soon, as the collector waits for it.
     *
     * @param parameters {@code byte[]} becomes two, an array and an index in it, for a pointer; {@code long} is a size or an
     *     address
     */
    MethodHandle function(String name, Class<?>... parameters) throws ReflectiveOperationException {
        Class<?> option = type(OPTION);
        Object critical = Array.newInstance(option, 1);
        Array.set(critical, 0, call(option.getMethod("critical", boolean.class), null, true));
        MethodHandle handle = link(name, critical, parameters);
        for (int i = parameters.length - 1; i >= 0; i--) {
            if (parameters[i] == byte[].class) {
                handle = MethodHandles.collectArguments(handle, i, bytesAt);
            }
        }
        return handle;
    }

    private MethodHandle link(String name, Object options, Class<?>... parameters) throws ReflectiveOperationException {
        Method find = type("SymbolLookup").getMethod("find", String.class);
        Object address = ((Optional<?>) call(find, symbols, name))
                .orElseThrow(() -> new IllegalStateException("the library has no " + name));
        Class<?> descriptor = type("FunctionDescriptor");
        Method downcall = type("Linker").getMethod("downcallHandle", segment, descriptor, options.getClass());
        return (MethodHandle) call(downcall, linker, address, describe(descriptor, parameters), options);
    }

    private static Object describe(Class<?> descriptor, Class<?>... parameters) throws ReflectiveOperationException {
        Class<?> layout = type("MemoryLayout");
        Object layouts = Array.newInstance(layout, parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            Array.set(layouts, i, layoutOf(parameters[i]));
        }
        Method of = descriptor.getMethod("of", layout, layouts.getClass());
        return call(of, null, layoutOf(int.class), layouts);
    }

    private static Object layoutOf(Class<?> type) throws ReflectiveOperationException {
        String name = type == byte[].class ? "ADDRESS" : type == long.class ? "JAVA_LONG" : "JAVA_INT";
        return type("ValueLayout").getField(name).get(null);
    }
}
