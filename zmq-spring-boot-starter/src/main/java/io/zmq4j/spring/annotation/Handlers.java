package io.zmq4j.spring.annotation;

import java.lang.reflect.Method;
import java.util.List;

/**
 * The methods behind one annotation.
 *
 * @param type the class of the bean
 * @param methods the annotated method, or all {@link ZmqHandler} methods of an annotated class
 * @param ofClass whether the class is annotated
 */
record Handlers(Class<?> type, List<Method> methods, boolean ofClass) {}
