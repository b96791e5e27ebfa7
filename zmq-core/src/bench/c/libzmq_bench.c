/*
 * The measured programs for libzmq, with the arguments and the lines of their Java namesakes:
 *
 *   libzmq_bench program name=value ...
 *
 * Messages are allocated and sent as zmq_msg_t, one by one. Options are at their defaults but for those that the
 * arguments name and the high-water marks for subscriptions.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

#define STALL_NANOS 100000000LL
#define LOOK_NANOS 20000000LL
#define MOST_SAMPLES (1 << 21)
#define MOST_SUBSCRIBERS 64
#define TOPIC_BYTES 8
#define TOPIC_STRIDE 618033
#define TOPICS_PER_LOOK 1000

static void *context;
static int argument_count;
static char **arguments;
static const char *endpoint;
static size_t size;
static int64_t warmup;
static int64_t window;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int64_t cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void check(int ok, const char *what) {
  if (!ok) {
    fprintf(stderr, "libzmq: %s failed: %s\n", what, zmq_strerror(zmq_errno()));
    _exit(4);
  }
}

static const char *text(const char *name, const char *fallback) {
  size_t length = strlen(name);
  for (int i = 0; i < argument_count; i++) {
    if (strncmp(arguments[i], name, length) == 0 && arguments[i][length] == '=') {
      return arguments[i] + length + 1;
    }
  }
  return fallback;
}

static int number(const char *name, int fallback) {
  const char *value = text(name, NULL);
  return value == NULL ? fallback : atoi(value);
}

static int type_argument(const char *name) {
  const char *type = text(name, "");
  return strcmp(type, "REQ") == 0      ? ZMQ_REQ
         : strcmp(type, "REP") == 0    ? ZMQ_REP
         : strcmp(type, "DEALER") == 0 ? ZMQ_DEALER
         : strcmp(type, "ROUTER") == 0 ? ZMQ_ROUTER
                                       : -1;
}

/* ---- sockets ---- */

static void set(void *socket, int option, int value) {
  if (value >= 0) {
    check(zmq_setsockopt(socket, option, &value, sizeof value) == 0, "zmq_setsockopt");
  }
}

static void set_text(void *socket, int option, const char *value) {
  check(zmq_setsockopt(socket, option, value, strlen(value) + 1) == 0, "zmq_setsockopt");
}

/* the keys that libzmq's manual shows */
static void secure(void *socket, int server) {
  if (server) {
    set(socket, ZMQ_CURVE_SERVER, 1);
    set_text(socket, ZMQ_CURVE_SECRETKEY, "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6");
  } else {
    set_text(socket, ZMQ_CURVE_SERVERKEY, "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7");
    set_text(socket, ZMQ_CURVE_PUBLICKEY, "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
    set_text(socket, ZMQ_CURVE_SECRETKEY, "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs");
  }
}

static void *opened(int type) {
  void *socket = zmq_socket(context, type);
  check(socket != NULL, "zmq_socket");
  int hwm = number("hwm", -1);
  /* subscriptions beyond the mark that are made before there is a connection are lost */
  set(socket, ZMQ_SNDHWM, type == ZMQ_SUB ? 0 : hwm);
  set(socket, ZMQ_RCVHWM, type == ZMQ_PUB ? 0 : hwm);
  set(socket, ZMQ_BACKLOG, number("backlog", -1));
  if (number("curve", 0)) {
    secure(socket, type == ZMQ_PULL || type == ZMQ_REP || type == ZMQ_ROUTER || type == ZMQ_PUB);
  }
  return socket;
}

static void *bound(int type) {
  void *socket = opened(type);
  check(zmq_bind(socket, endpoint) == 0, "zmq_bind");
  char resolved[256];
  size_t length = sizeof resolved;
  check(zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, resolved, &length) == 0, "ZMQ_LAST_ENDPOINT");
  printf("BOUND %s\n", resolved);
  return socket;
}

static void connect_to(void *socket) {
  check(zmq_connect(socket, endpoint) == 0, "zmq_connect");
}

static void *connected(int type) {
  void *socket = opened(type);
  connect_to(socket);
  return socket;
}

static void send_one(void *socket) {
  zmq_msg_t msg;
  check(zmq_msg_init_size(&msg, size) == 0, "zmq_msg_init_size");
  check(zmq_msg_send(&msg, socket, 0) >= 0, "zmq_msg_send");
}

static void receive_one(void *socket) {
  zmq_msg_t msg;
  zmq_msg_init(&msg);
  check(zmq_msg_recv(&msg, socket, 0) >= 0, "zmq_msg_recv");
  check(zmq_msg_size(&msg) == size, "size of a message");
  zmq_msg_close(&msg);
}

static void send_forever(void **sockets, int count) {
  for (;;) {
    for (int i = 0; i < count; i++) {
      send_one(sockets[i]);
    }
  }
}

static void echo_forever(void *socket) {
  zmq_msg_t msg;
  zmq_msg_init(&msg);
  for (;;) {
    check(zmq_msg_recv(&msg, socket, 0) >= 0, "zmq_msg_recv");
    int more = zmq_msg_more(&msg);
    check(zmq_msg_send(&msg, socket, more ? ZMQ_SNDMORE : 0) >= 0, "zmq_msg_send");
  }
}

/* ---- what the driver says on the standard input ---- */

static sem_t go;

static void second_thread(void *(*body)(void *), void *argument) {
  pthread_t thread;
  check(pthread_create(&thread, NULL, body, argument) == 0, "pthread_create");
}

static long long resident_bytes(void) {
  long long kib = 0;
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  check(status != NULL, "/proc/self/status");
  while (fgets(line, sizeof line, status) != NULL && sscanf(line, "VmRSS: %lld", &kib) != 1) {
  }
  fclose(status);
  return kib * 1024;
}

static void *answer(void *unused) {
  (void)unused;
  char line[64];
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (strcmp(line, "go\n") == 0) {
      sem_post(&go);
    } else if (strcmp(line, "memory\n") == 0) {
      printf("MEMORY rss=%lld\n", resident_bytes());
    } else if (strcmp(line, "allocation\n") == 0) {
      printf("ALLOCATION\n"); /* nobody counts */
    }
  }
  _exit(0);
}

static void listen_to_driver(void) {
  sem_init(&go, 0, 0);
  second_thread(answer, NULL);
}

static void stay(void) {
  for (;;) {
    pause();
  }
}

/* ---- throughput ---- */

struct counted {
  int64_t messages, nanos, longest_gap, stalls;
};

static void report(struct counted c, int64_t used) {
  printf("RESULT messages=%lld nanos=%lld longestGapMicros=%lld stalls=%lld cpuNanos=%lld\n", (long long)c.messages,
         (long long)c.nanos, (long long)c.longest_gap / 1000, (long long)c.stalls, (long long)used);
}

static void note_gap(struct counted *c, int64_t gap) {
  if (gap > c->longest_gap) {
    c->longest_gap = gap;
  }
  c->stalls += gap > STALL_NANOS;
}

static struct counted count(void *socket, int64_t nanos) {
  struct counted c = {0, 0, 0, 0};
  int per_check = size < 128 ? 512 : size >= 65536 ? 1 : (int)(65536 / size);
  int64_t start = now();
  int64_t last = start;
  do {
    for (int i = 0; i < per_check; i++) {
      receive_one(socket);
    }
    int64_t t = now();
    note_gap(&c, t - last);
    c.messages += per_check;
    last = t;
  } while (last - start < nanos);
  c.nanos = last - start;
  return c;
}

static void throughput(void *socket) {
  receive_one(socket);
  count(socket, warmup);
  printf("WINDOW\n");
  int64_t used = cpu();
  struct counted c = count(socket, window);
  report(c, cpu() - used);
  stay();
}

static void remote_thr(void) {
  int connections = number("connections", 1);
  void **sockets = calloc(connections, sizeof *sockets);
  for (int i = 0; i < connections; i++) {
    sockets[i] = connected(ZMQ_PUSH);
  }
  listen_to_driver();
  send_forever(sockets, connections);
}

static void *connect_and_send(void *unused) {
  (void)unused;
  void *socket = connected(ZMQ_PUSH);
  send_forever(&socket, 1);
  return NULL;
}

/* ---- round trips ---- */

static int by_value(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a;
  int64_t y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int64_t round_trips(void *socket, int64_t nanos, int64_t *samples) {
  int64_t n = 0;
  int64_t start = now();
  int64_t end = start + nanos;
  while (start < end) {
    send_one(socket);
    receive_one(socket);
    int64_t t = now();
    samples[n++ % MOST_SAMPLES] = t - start;
    start = t;
  }
  return n;
}

static void latency(void *socket) {
  int64_t *samples = malloc(MOST_SAMPLES * sizeof *samples);
  check(samples != NULL, "malloc");
  round_trips(socket, warmup, samples);
  printf("WINDOW\n");
  int64_t used = cpu();
  int64_t total = round_trips(socket, window, samples);
  used = cpu() - used;
  int64_t n = total < MOST_SAMPLES ? total : MOST_SAMPLES;
  qsort(samples, n, sizeof *samples, by_value);
  int64_t stalls = 0;
  for (int64_t i = 0; i < n; i++) {
    stalls += samples[i] > STALL_NANOS;
  }
  printf("RESULT messages=%lld p50=%lld p99=%lld p999=%lld longestGapMicros=%lld stalls=%lld cpuNanos=%lld\n",
         (long long)total, (long long)samples[n / 2], (long long)samples[n * 99 / 100],
         (long long)samples[n * 999 / 1000], (long long)samples[n - 1] / 1000, (long long)stalls, (long long)used);
  stay();
}

static void *connect_and_echo(void *unused) {
  (void)unused;
  echo_forever(connected(ZMQ_PAIR));
  return NULL;
}

static void first_reply(void) {
  void *socket = connected(ZMQ_REQ);
  send_one(socket);
  receive_one(socket);
  printf("RESULT bytes=%d\n", (int)size);
  stay();
}

/* ---- publish and subscribe ---- */

static void topic(char *to, int index) {
  for (int i = TOPIC_BYTES - 1; i >= 0; i--) {
    to[i] = '0' + index % 10;
    index /= 10;
  }
}

static void publisher(void) {
  int topics = number("subscriptions", 1);
  char *messages = calloc(topics, size);
  for (int i = 0; i < topics; i++) {
    topic(messages + i * size, i);
  }
  void *socket = bound(ZMQ_PUB);
  for (;;) {
    for (int i = 0; i < topics; i++) {
      zmq_msg_t msg;
      check(zmq_msg_init_size(&msg, size) == 0, "zmq_msg_init_size");
      memcpy(zmq_msg_data(&msg), messages + i * size, size);
      check(zmq_msg_send(&msg, socket, 0) >= 0, "zmq_msg_send");
    }
  }
}

struct subscriber {
  int64_t received;
  char padding[120]; /* each counter has a cache line of its own */
};

static struct subscriber subscribers[MOST_SUBSCRIBERS];
static sem_t complete;

static int receive_topic(void *socket, const char *wanted) {
  zmq_msg_t msg;
  zmq_msg_init(&msg);
  check(zmq_msg_recv(&msg, socket, 0) >= 0, "zmq_msg_recv");
  check(zmq_msg_size(&msg) == size, "size of a message");
  int found = memcmp(zmq_msg_data(&msg), wanted, TOPIC_BYTES) == 0;
  zmq_msg_close(&msg);
  return found;
}

static void *subscribe_and_count(void *argument) {
  struct subscriber *self = argument;
  int topics = number("subscriptions", 1);
  char prefix[TOPIC_BYTES];
  void *socket = opened(ZMQ_SUB);
  for (int i = 0; i < topics; i++) {
    topic(prefix, i);
    check(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, prefix, sizeof prefix) == 0, "ZMQ_SUBSCRIBE");
  }
  connect_to(socket);
  while (!receive_topic(socket, prefix)) {
  }
  sem_post(&complete);
  for (int64_t n = 1;; n++) {
    receive_one(socket);
    __atomic_store_n(&self->received, n, __ATOMIC_RELEASE);
  }
  return NULL;
}

static int64_t total_received(int subscriber_count) {
  int64_t sum = 0;
  for (int i = 0; i < subscriber_count; i++) {
    sum += __atomic_load_n(&subscribers[i].received, __ATOMIC_ACQUIRE);
  }
  return sum;
}

static struct counted watch(int subscriber_count, int64_t nanos) {
  struct counted c = {0, 0, 0, 0};
  struct timespec look = {0, LOOK_NANOS};
  int64_t start = now();
  int64_t before = total_received(subscriber_count);
  int64_t last_growth = start;
  while (c.nanos < nanos) {
    nanosleep(&look, NULL);
    int64_t t = now();
    int64_t messages = total_received(subscriber_count) - before;
    if (messages > c.messages) {
      note_gap(&c, t - last_growth);
      last_growth = t;
    }
    c.messages = messages;
    c.nanos = t - start;
  }
  c.stalls += start + c.nanos - last_growth > STALL_NANOS;
  return c;
}

static void subscribe_all(void) {
  int n = number("subscribers", 1);
  check(n <= MOST_SUBSCRIBERS, "number of subscribers");
  sem_init(&complete, 0, 0);
  for (int i = 0; i < n; i++) {
    second_thread(subscribe_and_count, &subscribers[i]);
  }
  for (int i = 0; i < n; i++) {
    sem_wait(&complete);
  }
  watch(n, warmup);
  printf("WINDOW\n");
  int64_t used = cpu();
  struct counted c = watch(n, window);
  report(c, cpu() - used);
  stay();
}

/* ---- many topics ---- */

static void publish_topic(void *socket, int index) {
  zmq_msg_t msg;
  check(zmq_msg_init_size(&msg, size) == 0, "zmq_msg_init_size");
  memset(zmq_msg_data(&msg), 0, size);
  topic(zmq_msg_data(&msg), index);
  check(zmq_msg_send(&msg, socket, 0) >= 0, "zmq_msg_send");
}

/* an even number, so that there is one beside it that is no topic */
static int number_of_topic(int index) {
  return 2 * index;
}

/* picoseconds a message; the messages are of the topics, but their numbers begin with the first */
static long long publish_for(void *socket, int64_t nanos, int first, int topics) {
  static int next;
  int64_t start = now();
  int64_t messages = 0;
  int64_t taken;
  do {
    for (int i = 0; i < TOPICS_PER_LOOK; i++) {
      next = (next + TOPIC_STRIDE) % topics;
      publish_topic(socket, first + number_of_topic(next));
    }
    messages += TOPICS_PER_LOOK;
    taken = now() - start;
  } while (taken < nanos);
  return taken * 1000 / messages;
}

static void matcher(void) {
  int topics = number("subscriptions", 1);
  int first[] = {0, 1, number_of_topic(topics)};
  long long picos[3];
  void *socket = bound(ZMQ_PUB);
  struct timespec pause_time = {0, 1000000};
  listen_to_driver();
  while (sem_trywait(&go) != 0) {
    publish_topic(socket, number_of_topic(topics - 1));
    nanosleep(&pause_time, NULL);
  }
  for (int i = 0; i < 3; i++) {
    publish_for(socket, warmup / 3, first[i], topics);
  }
  for (int i = 0; i < 3; i++) {
    picos[i] = publish_for(socket, window, first[i], topics);
  }
  printf("RESULT onePicos=%lld nearPicos=%lld farPicos=%lld\n", picos[0], picos[1], picos[2]);
  stay();
}

static void teacher(void) {
  int topics = number("subscriptions", 1);
  void *socket = connected(ZMQ_SUB);
  for (int i = 0; i < topics; i++) {
    char prefix[TOPIC_BYTES];
    topic(prefix, number_of_topic(i));
    check(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, prefix, sizeof prefix) == 0, "ZMQ_SUBSCRIBE");
  }
  receive_one(socket);
  printf("WINDOW\n");
  stay();
}

/* ---- many connections ---- */

static void acceptor(void) {
  int practice = number("practice", 100);
  int connections = number("connections", 1);
  void *socket = bound(ZMQ_PULL);
  listen_to_driver();
  for (int i = 0; i < practice; i++) {
    receive_one(socket);
  }
  printf("WINDOW\n");
  for (int i = 0; i < connections; i++) {
    receive_one(socket);
  }
  printf("RESULT messages=%d\n", connections);
  stay();
}

/* the messages of a socket go to each of its connections in turn, so each gets exactly one */
static void connect_many(int count) {
  void *socket = opened(ZMQ_PUSH);
  for (int i = 0; i < count; i++) {
    connect_to(socket);
  }
  for (int i = 0; i < count; i++) {
    send_one(socket);
  }
}

static void connector(void) {
  listen_to_driver();
  connect_many(number("practice", 100));
  while (sem_wait(&go) != 0) {
  }
  connect_many(number("connections", 1));
  stay();
}

/* as many descriptors as are allowed, which a JVM takes too */
static void raise_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

int main(int argc, char **argv) {
  const char *program = argc > 1 ? argv[1] : "";
  argument_count = argc;
  arguments = argv;
  endpoint = text("endpoint", "");
  size = (size_t)number("size", 1);
  warmup = number("warmupMillis", 1000) * 1000000LL;
  window = number("windowMillis", 1000) * 1000000LL;
  alarm((unsigned)number("limitMillis", 60000) / 1000 + 1);
  setvbuf(stdout, NULL, _IOLBF, 0);
  raise_descriptor_limit();
  context = zmq_ctx_new();
  if (strcmp(program, "version") == 0) {
    int major, minor, patch;
    zmq_version(&major, &minor, &patch);
    printf("VERSION %d.%d.%d\n", major, minor, patch);
    return 0;
  } else if (strcmp(program, "local_thr") == 0) {
    throughput(bound(ZMQ_PULL));
  } else if (strcmp(program, "remote_thr") == 0) {
    remote_thr();
  } else if (strcmp(program, "local_lat") == 0) {
    echo_forever(bound(type_argument("echoType")));
  } else if (strcmp(program, "remote_lat") == 0) {
    latency(connected(type_argument("askType")));
  } else if (strcmp(program, "inproc_thr") == 0) {
    void *socket = bound(ZMQ_PULL);
    second_thread(connect_and_send, NULL);
    throughput(socket);
  } else if (strcmp(program, "inproc_lat") == 0) {
    void *socket = bound(ZMQ_PAIR);
    second_thread(connect_and_echo, NULL);
    latency(socket);
  } else if (strcmp(program, "publisher") == 0) {
    publisher();
  } else if (strcmp(program, "subscribers") == 0) {
    subscribe_all();
  } else if (strcmp(program, "matcher") == 0) {
    matcher();
  } else if (strcmp(program, "teacher") == 0) {
    teacher();
  } else if (strcmp(program, "acceptor") == 0) {
    acceptor();
  } else if (strcmp(program, "connector") == 0) {
    connector();
  } else if (strcmp(program, "first_reply") == 0) {
    first_reply();
  }
  fprintf(stderr, "no such program: %s\n", program);
  return 2;
}
