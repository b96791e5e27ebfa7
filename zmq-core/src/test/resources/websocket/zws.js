// A client of ZWS 2.0 (RFC 45) for pages: sockets of one connection, without reconnection. There is no mechanism, as browsers
// refuse subprotocols with a slash in their names, such as ZWS2.0/NULL: the first message of each side is its routing id.
'use strict';

const MORE = 1;
const utf8 = new TextEncoder(), text = new TextDecoder();

const join = (...parts) => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => { whole.set(part, at); return at + part.length; }, 0);
    return whole;
};

const bytes = value => typeof value === 'string' ? utf8.encode(value) : value;

class Dealer {
    /** onmessage is called with the frames of a message, each a Uint8Array. */
    constructor(url, {routingId = '', onready = () => {}, onmessage = () => {}, onclose = () => {}} = {}) {
        this.ready = false;
        this.frames = [];
        this.onready = onready;
        this.onmessage = onmessage;
        this.ws = new WebSocket(url, ['ZWS2.0']);
        this.ws.binaryType = 'arraybuffer';
        this.ws.onopen = () => this.send(routingId);
        this.ws.onmessage = event => this.received(new Uint8Array(event.data));
        this.ws.onclose = event => onclose(event.code, event.wasClean);
    }

    received(data) {
        if (!this.ready) {
            this.ready = true; // this was the routing id
            this.onready(this);
            return;
        }
        this.frames.push(data.subarray(1));
        if (data[0] !== MORE) {
            const message = this.frames;
            this.frames = [];
            this.onmessage(message, this);
        }
    }

    send(...frames) {
        frames.forEach((frame, i) => this.ws.send(join([i + 1 < frames.length ? MORE : 0], bytes(frame))));
    }

    close() {
        this.ws.close(1000);
    }
}

/** Messages of several frames with an empty one first, one request at a time. */
class Req extends Dealer {
    constructor(url, options = {}) {
        super(url, {...options, onmessage: frames => this.answered(frames.slice(1))});
    }

    request(...frames) {
        return new Promise(answered => {
            this.answered = answered;
            this.send('', ...frames);
        });
    }
}

class Sub extends Dealer {
    subscribe(topic) {
        this.send(join([1], bytes(topic)));
    }

    unsubscribe(topic) {
        this.send(join([0], bytes(topic)));
    }
}
