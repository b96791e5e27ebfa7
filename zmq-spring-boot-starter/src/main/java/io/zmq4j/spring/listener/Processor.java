package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import java.util.List;

/** What a worker does with messages. An {@link Error} is all it throws. The reader of a group asks it what it wants. */
interface Processor {

    /** How many messages it takes at once. */
    int atOnce();

    void process(List<Msg> msgs);

    /** Whether the filter does not want the message; asked only in a group, and only once. */
    boolean discards(Msg msg);

    /** Ends a message that nobody in the group wants. */
    void discard(Msg msg);
}
