package io.zmq4j.spring.integration.bench;

import org.springframework.messaging.MessageChannel;

/** The adapters of one of the two in flows, over tcp and with their defaults. */
interface Side {

    /** Where a PULL adapter listens whose flow counts. */
    int countedPort();

    /** Where a PULL adapter listens whose flow takes times. */
    int timedPort();

    /** Where a PUSH adapter listens. */
    int sendingPort();

    /** What leads to that PUSH adapter. */
    MessageChannel sending();

    /** Another PULL adapter, without a flow. */
    Startable inbound();

    /** Another PUSH adapter, without a flow. */
    Startable outbound();
}
