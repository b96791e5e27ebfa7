package io.zmq4j;

import java.util.List;

/** Accepts by address: who is in one of the ranges, or who is in none. */
record AddressAuthenticator(boolean allows, List<Cidr> ranges) implements Authenticator {

    @Override
    public Decision authenticate(Request request) {
        boolean isInside = ranges.stream().anyMatch(range -> range.contains(request.address()));
        return isInside == allows
                ? Decision.accept("")
                : Decision.reject("address " + request.address() + " is " + (allows ? "not allowed" : "denied"));
    }

    @Override
    public String toString() {
        return (allows ? "allow" : "deny") + ranges;
    }
}
