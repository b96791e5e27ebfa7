package io.zmq4j.demo.web;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says where the page is, once it is there. */
@Component
class PageAddress {

    private static final Log LOG = LogFactory.getLog(PageAddress.class);

    private final String address;

    PageAddress(@Value("${server.address}") String address) {
        this.address = address;
    }

    @EventListener
    void onWebServer(WebServerInitializedEvent event) {
        LOG.info("the page is at http://" + address + ":" + event.getWebServer().getPort());
    }
}
