package io.zmq4j.spring.template;

import io.zmq4j.Msg;
import io.zmq4j.spring.ZmqSocketSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/** Tells the observer of a template; a failing observer costs no message. Thread-safe. */
final class TemplateObservation {

    private static final Log LOG = LogFactory.getLog(TemplateObservation.class);

    private final Supplier<String> template;
    private final ZmqTemplateObserver observer;
    private final AtomicBoolean failed = new AtomicBoolean();

    TemplateObservation(Supplier<String> template, ZmqTemplateObserver observer) {
        this.template = template;
        this.observer = observer;
    }

    /** @param messages how many messages a batch has; 0 = it is no batch */
    Operation begin(
            ZmqTemplateOperation.Kind kind,
            ZmqSocketSpec spec,
            @Nullable String topic,
            @Nullable Message<?> message,
            int messages) {
        ZmqTemplateOperation operation = new ZmqTemplateOperation(kind, template.get(), spec, topic, message, messages);
        ZmqTemplateCall call = null;
        try {
            call = observer.started(operation);
        } catch (RuntimeException e) {
            failed(e);
        }
        return new Operation(operation, call);
    }

    /** Each message may bring the same failure, so the first of them is enough to see. */
    private void failed(RuntimeException failure) {
        String text = "template '" + template.get() + "': the observer failed";
        if (failed.compareAndSet(false, true)) {
            LOG.warn(text + "; from now on this is logged at DEBUG", failure);
        } else {
            LOG.debug(text, failure);
        }
    }

    /** One operation that was begun. */
    final class Operation {

        private final ZmqTemplateOperation operation;
        private final @Nullable ZmqTemplateCall call;

        private Operation(ZmqTemplateOperation operation, @Nullable ZmqTemplateCall call) {
            this.operation = operation;
            this.call = call;
        }

        /** The message with what the observer has added, where the socket has a frame for that. */
        Message<?> withHeaders(Message<?> message) {
            if (operation.headers().isEmpty() || !operation.spec().frames().hasHeaders()) {
                return message;
            }
            Map<String, Object> headers = new HashMap<>(message.getHeaders());
            headers.putAll(operation.headers());
            return new GenericMessage<>(message.getPayload(), headers);
        }

        void made(Msg msg) {
            operation.made(msg);
        }

        void run(Runnable action) {
            call(() -> {
                action.run();
                return this;
            });
        }

        /** The result of this action, whose end is that of the operation. */
        <T> T call(Supplier<T> action) {
            T result;
            try {
                result = action.get();
            } catch (RuntimeException | Error e) {
                ended(e);
                throw e;
            }
            ended(null);
            return result;
        }

        void ended(@Nullable Throwable failure) {
            if (call != null) {
                try {
                    call.ended(failure);
                } catch (RuntimeException e) {
                    failed(e);
                }
            }
        }
    }
}
