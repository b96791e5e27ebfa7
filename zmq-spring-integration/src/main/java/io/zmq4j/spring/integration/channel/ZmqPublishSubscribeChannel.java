package io.zmq4j.spring.integration.channel;

import io.zmq4j.ZmqContext;
import org.springframework.integration.IntegrationPatternType;
import org.springframework.integration.channel.BroadcastCapableChannel;
import org.springframework.integration.dispatcher.BroadcastingDispatcher;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageHandlingRunnable;

/**
 * Publish-subscribe channel: each message goes to every subscriber, one after the other; one that throws keeps it from no
 * other. Between applications its sockets are a PUB and a SUB, to each other or to a proxy of XSUB and XPUB: each message
 * then goes to every application that is subscribed when it is sent.
 *
 * <p>Inside one application nothing is lost. A PUB knows its subscribers only some time after a connection, and what it
 * sends before reaches nobody. With {@code xpubNoDrop}, which the DSL sets, it then waits for the slowest of them, and a
 * send that waits in vain fails as on other channels; without, it drops what a subscriber has no room for.
 */
public class ZmqPublishSubscribeChannel extends AbstractZmqSubscribableChannel implements BroadcastCapableChannel {

    private final BroadcastingDispatcher dispatcher = new BroadcastingDispatcher(Runnable::run);

    /** A channel inside the application, see {@link ZmqChannelTransport#local(ZmqContext)}. */
    public ZmqPublishSubscribeChannel(ZmqContext context) {
        this(ZmqChannelTransport.local(context));
    }

    /** A channel over this transport, which is its own. */
    public ZmqPublishSubscribeChannel(ZmqChannelTransport transport) {
        super(transport);
    }

    private Runnable guarded(MessageHandlingRunnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failed(task.getMessage(), e);
            }
        };
    }

    /** Whether messages are numbered for an aggregator; false by default. */
    public void setApplySequence(boolean applySequence) {
        dispatcher.setApplySequence(applySequence);
    }

    /** How many may subscribe. */
    public void setMaxSubscribers(int maxSubscribers) {
        dispatcher.setMaxSubscribers(maxSubscribers);
    }

    @Override
    public String getComponentType() {
        return "zmq:publish-subscribe-channel";
    }

    @Override
    public IntegrationPatternType getIntegrationPatternType() {
        return IntegrationPatternType.publish_subscribe_channel;
    }

    @Override
    protected void onInit() {
        super.onInit();
        dispatcher.setMessageHandlingTaskDecorator(this::guarded);
        if (getBeanFactory() != null) {
            dispatcher.setBeanFactory(getBeanFactory());
        }
    }

    @Override
    protected BroadcastingDispatcher getDispatcher() {
        return dispatcher;
    }

    @Override
    boolean waitsForSubscribers() {
        return false;
    }

    @Override
    void dispatch(Message<?> message) {
        dispatcher.dispatch(message);
    }
}
