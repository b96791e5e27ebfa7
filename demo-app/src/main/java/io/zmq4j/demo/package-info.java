/**
 * Machine watch: an agent publishes the figures of this machine, a collector keeps them, a rule pushes alerts to a worker,
 * and a control socket answers requests. The parts talk over ZeroMQ only, on the sockets of {@code application.yml}, so
 * each could run in a process of its own. This package has the main class; no thread is owned here.
 */
@NullMarked
package io.zmq4j.demo;

import org.jspecify.annotations.NullMarked;
