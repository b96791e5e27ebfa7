package io.zmq4j.spring.annotation;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Completes with the first element of a publisher, null if there is none; then, or when it is over, it cancels. */
final class FirstElement implements Subscriber<Object> {

    private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

    private FirstElement() {}

    static CompletableFuture<@Nullable Object> of(Publisher<?> publisher) {
        FirstElement element = new FirstElement();
        publisher.subscribe(element);
        return element.result;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        // also when nobody waits for it any longer, because it took too long
        result.whenComplete((value, failure) -> subscription.cancel());
        subscription.request(1);
    }

    @Override
    public void onNext(Object value) {
        result.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(null);
    }
}
