/* The limit a probe engine can reach on this machine, and the target both are measured against.
   c_epoll serve FIRST COUNT PORT          listen on COUNT addresses 127.20.x.y, answer one small JSON and close
   c_epoll probe FIRST COUNT PORT TOTAL CAP ask them TOTAL times in all, at most CAP in the air; prints "ok seconds cpu" */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char REQUEST[] = "GET /status HTTP/1.1\r\nHost: s\r\nUser-Agent: centre-probe/1\r\n"
                              "Accept: application/json\r\nConnection: close\r\n\r\n";
static const char BODY[] = "{\"school\": \"79000001\", \"carrier\": \"viettel\", \"download_mbps\": 87.2, "
                           "\"upload_mbps\": 41.0, \"loss_pct\": 0.2, \"latency_ms_hint\": 18}";

static struct sockaddr_in place(int index, int port) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    at.sin_addr.s_addr = htonl(0x7f140001u + (unsigned)index);
    return at;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static int serve(int first, int count, int port) {
    char answer[512], junk[4096];
    int size = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                        "Content-Length: %zu\r\nConnection: close\r\n\r\n%s", sizeof BODY - 1, BODY);
    int ep = epoll_create1(0), on = 1;
    char *listener = calloc(65536, 1);
    for (int i = 0; i < count; i++) {
        struct sockaddr_in at = place(first + i, port);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 64)) { perror("listen"); return 1; }
        struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
        listener[fd] = 1;
    }
    puts("ready");
    fflush(stdout);
    for (;;) {
        struct epoll_event es[512];
        int n = epoll_wait(ep, es, 512, -1);
        for (int i = 0; i < n; i++) {
            int fd = es[i].data.fd;
            if (listener[fd]) {
                int peer = accept4(fd, 0, 0, SOCK_NONBLOCK);
                if (peer < 0) continue;
                struct epoll_event e = {.events = EPOLLIN, .data.fd = peer};
                epoll_ctl(ep, EPOLL_CTL_ADD, peer, &e);
            } else {
                ssize_t got = recv(fd, junk, sizeof junk, 0);
                if (got > 0) send(fd, answer, size, MSG_NOSIGNAL);
                close(fd);
            }
        }
    }
}

static int probe(int first, int count, int port, int total, int cap) {
    char data[16384];
    int ep = epoll_create1(0), sent = 0, air = 0, ended = 0, ok = 0;
    char *talking = calloc(65536, 1);
    double began = now(), used = cpu();
    while (ended < total) {
        while (sent < total && air < cap) {
            struct sockaddr_in at = place(first + sent % count, port);
            int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            int rc = connect(fd, (struct sockaddr *)&at, sizeof at);
            sent++;
            if (fd < 0 || (rc && errno != EINPROGRESS)) { ended++; close(fd); continue; }
            talking[fd] = !rc;
            if (!rc) send(fd, REQUEST, sizeof REQUEST - 1, MSG_NOSIGNAL);
            struct epoll_event e = {.events = EPOLLIN | EPOLLET | (rc ? EPOLLOUT : 0), .data.fd = fd};
            epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
            air++;
        }
        struct epoll_event es[4096];
        int n = epoll_wait(ep, es, 4096, 1000);
        for (int i = 0; i < n; i++) {
            int fd = es[i].data.fd;
            if (!talking[fd]) {
                talking[fd] = 1;
                if (!(es[i].events & EPOLLERR)) send(fd, REQUEST, sizeof REQUEST - 1, MSG_NOSIGNAL);
                if (es[i].events == EPOLLOUT) continue;
            } else if (es[i].events == EPOLLOUT) continue;
            ssize_t got = recv(fd, data, sizeof data - 1, 0);
            if (got < 0 && errno == EAGAIN) continue;
            if (got > 12) {
                data[got] = 0;
                char *length = strcasestr(data, "\r\nContent-Length:"), *end = strstr(data, "\r\n\r\n");
                ok += !memcmp(data, "HTTP/1.1 200", 12) && length && end && got - (end + 4 - data) >= atoi(length + 17);
            }
            close(fd);
            air--;
            ended++;
        }
    }
    printf("%d %.6f %.6f\n", ok, now() - began, cpu() - used);
    return 0;
}

int main(int argc, char **argv) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (argc == 5 && !strcmp(argv[1], "serve")) return serve(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]));
    if (argc == 7) return probe(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]), atoi(argv[5]), atoi(argv[6]));
    return 2;
}
