/**
 * What the page shows, over HTTP: machine, history and alerts; sockets and health come from the actuator. Runs on the
 * threads of the web server.
 */
@NullMarked
package io.zmq4j.demo.web;

import org.jspecify.annotations.NullMarked;
