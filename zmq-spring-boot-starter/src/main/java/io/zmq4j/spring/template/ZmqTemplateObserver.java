package io.zmq4j.spring.template;

/** Is told of everything that a template sends; what it throws is logged. Thread-safe. */
@FunctionalInterface
public interface ZmqTemplateObserver {

    /**
     * A message is about to be made into frames and sent; on the thread of the caller.
     *
     * @return told of the end of the operation
     */
    ZmqTemplateCall started(ZmqTemplateOperation operation);
}
