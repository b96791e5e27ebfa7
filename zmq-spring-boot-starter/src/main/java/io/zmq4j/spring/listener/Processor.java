package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import java.util.List;

/** What a worker does with messages. An {@link Error} is all it throws. */
interface Processor {

    /** How many messages it takes at once. */
    int atOnce();

    void process(List<Msg> msgs);
}
