/**
 * Alerts: an integration flow reads the figures from a SUB socket, judges them by the rules of the configuration and
 * pushes alerts; a worker pulls and keeps them. The rules run on the thread of the inbound adapter, the worker on that of
 * its listener.
 */
@NullMarked
package io.zmq4j.demo.alert;

import org.jspecify.annotations.NullMarked;
