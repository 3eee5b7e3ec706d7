/* Counts, records and cuts off what a process does to the files below one folder.
 *
 * Loaded with LD_PRELOAD. disk_arm(folder, at, half, trace) starts counting: the process is killed (SIGKILL) at call
 * number `at` (from 1; 0 never), before it is carried out, or, with `half`, after half of its bytes were written.
 * With a trace descriptor each call that succeeded is recorded as one line, with the inode it went to:
 *
 *   create INODE PATH | truncate INODE SIZE | write INODE OFFSET HEX | sync INODE
 *   rename FROM TO | unlink PATH | folder INODE PATH | mark NUMBER
 *
 * Memory maps are not seen: SQLite maps only its -shm file, which no recovery reads.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[PATH_MAX];
static size_t root_length;
static long calls, kill_at;
static int half, trace_fd = -1, armed;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = dlsym(RTLD_NEXT, name)

static ssize_t really_write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(fd, data, size);
}

static void say(const char *line) {
    size_t left = strlen(line);
    while (trace_fd >= 0 && left) {
        ssize_t done = really_write(trace_fd, line, left);
        if (done < 0) abort();
        line += done;
        left -= (size_t)done;
    }
}

void disk_arm(const char *folder, long at, int cut_in_half, int trace) {
    if (!realpath(folder, root)) abort();
    root_length = strlen(root);
    calls = 0;
    kill_at = at;
    half = cut_in_half;
    trace_fd = trace;
    armed = 1;
}

long disk_calls(void) { return calls; }

void disk_mark(long number) {
    char line[64];
    snprintf(line, sizeof line, "mark %ld\n", number);
    say(line);
}

static int below(const char *path) {
    char full[PATH_MAX];
    if (!armed) return 0;
    if (path[0] == '/') {
        snprintf(full, sizeof full, "%s", path);
    } else {
        char here[PATH_MAX / 2];
        if (!getcwd(here, sizeof here)) abort();
        snprintf(full, sizeof full, "%s/%s", here, path);
    }
    return strncmp(full, root, root_length) == 0 && (full[root_length] == '/' || full[root_length] == 0);
}

static int holds(int fd) {
    char link[64], path[PATH_MAX];
    if (!armed || fd == trace_fd) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

/* 1 if this call is the one to die in the middle of; does not return if it is the one to die before. */
static int counted(int can_be_half) {
    calls++;
    if (calls != kill_at) return 0;
    if (half && can_be_half) return 1;
    kill(getpid(), SIGKILL);
    return 0;
}

static unsigned long inode(int fd) {
    struct stat found;
    if (fstat(fd, &found)) abort();
    return (unsigned long)found.st_ino;
}

static void say_path(const char *what, const char *path) {
    char *line;
    if (asprintf(&line, "%s %s\n", what, path) < 0) abort();
    say(line);
    free(line);
}

static void say_write(int fd, long long at, const unsigned char *data, size_t size) {
    if (trace_fd < 0) return;
    char *line = malloc(size * 2 + 80);
    int length = sprintf(line, "write %lu %lld ", inode(fd), at);
    for (size_t i = 0; i < size; i++) length += sprintf(line + length, "%02x", data[i]);
    strcpy(line + length, "\n");
    say(line);
    free(line);
}

ssize_t write(int fd, const void *data, size_t size) {
    if (!holds(fd)) return really_write(fd, data, size);
    long long at = lseek(fd, 0, SEEK_CUR);
    if (counted(1)) {
        really_write(fd, data, size / 2);
        kill(getpid(), SIGKILL);
    }
    ssize_t done = really_write(fd, data, size);
    if (done > 0) say_write(fd, at, data, (size_t)done);
    return done;
}

static ssize_t positioned(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    if (!holds(fd)) return real(fd, data, size, at);
    if (counted(1)) {
        real(fd, data, size / 2, at);
        kill(getpid(), SIGKILL);
    }
    ssize_t done = real(fd, data, size, at);
    if (done > 0) say_write(fd, (long long)at, data, (size_t)done);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return positioned(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return positioned(fd, data, size, at); }

/* Other ways to write are not expected here; a program that takes one must not pass unseen. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    if (holds(fd)) abort();
    return real(fd, parts, count);
}

static int resized(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    if (!holds(fd)) return real(fd, size);
    counted(0);
    int failed = real(fd, size);
    if (!failed && trace_fd >= 0) {
        char line[80];
        snprintf(line, sizeof line, "truncate %lu %lld\n", inode(fd), (long long)size);
        say(line);
    }
    return failed;
}

int ftruncate(int fd, off_t size) { return resized(fd, size); }
int ftruncate64(int fd, off64_t size) { return resized(fd, size); }

static int synced(int fd, const char *name) {
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    if (!holds(fd)) return real(fd);
    counted(0);
    int failed = real(fd);
    if (!failed && trace_fd >= 0) {
        char line[64];
        snprintf(line, sizeof line, "sync %lu\n", inode(fd));
        say(line);
    }
    return failed;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    if (!below(from)) return real(from, to);
    counted(0);
    int failed = real(from, to);
    if (!failed) {
        char *both;
        if (asprintf(&both, "%s\t%s", from, to) < 0) abort();
        say_path("rename", both);
        free(both);
    }
    return failed;
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    if (!below(path) || access(path, F_OK)) return real(path);
    counted(0);
    int failed = real(path);
    if (!failed) say_path("unlink", path);
    return failed;
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    if (!below(path) || !access(path, F_OK)) return real(path, mode);
    counted(0);
    int failed = real(path, mode);
    if (!failed && trace_fd >= 0) {
        struct stat found;
        char what[64];
        if (stat(path, &found)) abort();
        snprintf(what, sizeof what, "folder %lu", (unsigned long)found.st_ino);
        say_path(what, path);
    }
    return failed;
}

static int opened(const char *name, const char *path, int flags, mode_t mode) {
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, name);
    if (!(flags & (O_CREAT | O_TRUNC)) || !below(path)) return real(path, flags, mode);
    int made = access(path, F_OK) != 0;
    if (made || (flags & O_TRUNC)) counted(0);
    int fd = real(path, flags, mode);
    if (fd >= 0 && trace_fd >= 0 && (made || (flags & O_TRUNC))) {
        char what[64];
        if (made) {
            snprintf(what, sizeof what, "create %lu", inode(fd));
            say_path(what, path);
        } else {
            snprintf(what, sizeof what, "truncate %lu 0\n", inode(fd));
            say(what);
        }
    }
    return fd;
}

static mode_t mode_of(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return opened("open", path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return opened("open64", path, flags, mode);
}
