/* A disk that fails and a clock that goes wrong, for one program and its children: benchmarks/failing.py has the words.

   Loaded by LD_PRELOAD. What is asked of the system under FAIL_UNDER is counted, for all processes of a trial in one
   file, and refused from number FAIL_AT on; at FAIL_AT itself half of what was to be written is written, as by a disk
   that becomes full. The clock is FAIL_CLOCK seconds ahead. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static int *tally;           /* calls so far, shared by all processes */
static int at, with, once;   /* the first that fails; 0: none. With which errno. Whether it alone fails */
static const char *under;    /* folders, a colon between two */
static const char *calls;    /* which calls: "write open rename …" */
static long ahead;           /* seconds */

static long number(const char *name) {
    const char *said = getenv(name);
    return said ? atol(said) : 0;
}

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("FAIL_TALLY");
    at = number("FAIL_AT"), with = number("FAIL_WITH"), once = number("FAIL_ONCE"), ahead = number("FAIL_CLOCK");
    under = getenv("FAIL_UNDER"), calls = getenv("FAIL_CALLS");
    if (file && under && calls) {
        int descriptor = syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CREAT, 0600);  /* past our own */
        if (descriptor >= 0 && !syscall(SYS_ftruncate, descriptor, sizeof *tally))
            tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        if (tally == MAP_FAILED) tally = NULL;
        if (descriptor >= 0) close(descriptor);
    }
}

static int lies_under(const char *path) {
    const char *folder = under;
    while (folder && *folder) {
        size_t length = strcspn(folder, ":");
        if (!strncmp(path, folder, length) && (path[length] == '/' || !path[length])) return 1;
        folder += length;
        if (*folder) folder++;
    }
    return 0;
}

/* 0: go on; 1: do half of it; -1: refuse, errno is set. */
static int meet(const char *call, int folder, const char *path, int descriptor) {
    char link[64], place[4096], whole[8192];
    if (!tally || !strstr(calls, call)) return 0;
    if (path && path[0] != '/') {
        if (folder == AT_FDCWD) {
            if (!getcwd(place, sizeof place)) return 0;
        } else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t length = readlink(link, place, sizeof place - 1);
            if (length < 0) return 0;
            place[length] = 0;
        }
        snprintf(whole, sizeof whole, "%s/%s", place, path);
        path = whole;
    } else if (!path) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
        ssize_t length = readlink(link, place, sizeof place - 1);
        if (length < 0) return 0;
        place[length] = 0;
        path = place;
    }
    if (!lies_under(path)) return 0;
    int now = __sync_add_and_fetch(tally, 1);
    if (!at || now < at || (once && now > at)) return 0;
    if (now == at && !once && strcmp(call, "write") == 0) return 1;
    errno = with;
    return -1;
}

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name); real; })
#define REFUSE(call, folder, path, descriptor) if (meet(call, folder, path, descriptor) < 0) return -1

#define SHORTENED(name, given, passed)                                                                                 \
    ssize_t name given {                                                                                               \
        int found = meet("write", 0, NULL, descriptor);                                                                \
        if (found < 0) return -1;                                                                                      \
        if (found && length > 1) length /= 2;                                                                          \
        return REAL(name) passed;                                                                                      \
    }
SHORTENED(write, (int descriptor, const void *bytes, size_t length), (descriptor, bytes, length))
SHORTENED(pwrite, (int descriptor, const void *bytes, size_t length, off_t place), (descriptor, bytes, length, place))
SHORTENED(pwrite64, (int descriptor, const void *bytes, size_t length, off64_t place), (descriptor, bytes, length, place))
SHORTENED(sendfile, (int descriptor, int from, off_t *place, size_t length), (descriptor, from, place, length))
SHORTENED(sendfile64, (int descriptor, int from, off64_t *place, size_t length), (descriptor, from, place, length))

#define OPENING(name, given, folder, passed)                                                                           \
    int name given {                                                                                                   \
        mode_t mode = 0;                                                                                               \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                                           \
            va_list rest;                                                                                              \
            va_start(rest, flags);                                                                                     \
            mode = va_arg(rest, mode_t);                                                                               \
            va_end(rest);                                                                                              \
            if (flags & O_CREAT) REFUSE("open", folder, path, 0);                                                      \
        }                                                                                                              \
        return REAL(name) passed;                                                                                      \
    }
OPENING(open, (const char *path, int flags, ...), AT_FDCWD, (path, flags, mode))
OPENING(open64, (const char *path, int flags, ...), AT_FDCWD, (path, flags, mode))
OPENING(openat, (int folder, const char *path, int flags, ...), folder, (folder, path, flags, mode))
OPENING(openat64, (int folder, const char *path, int flags, ...), folder, (folder, path, flags, mode))

int fsync(int descriptor) { REFUSE("fsync", 0, NULL, descriptor); return REAL(fsync)(descriptor); }
int fdatasync(int descriptor) { REFUSE("fsync", 0, NULL, descriptor); return REAL(fdatasync)(descriptor); }
int syncfs(int descriptor) { REFUSE("fsync", 0, NULL, descriptor); return REAL(syncfs)(descriptor); }
int ftruncate(int descriptor, off_t size) { REFUSE("truncate", 0, NULL, descriptor); return REAL(ftruncate)(descriptor, size); }
int ftruncate64(int descriptor, off64_t size) { REFUSE("truncate", 0, NULL, descriptor); return REAL(ftruncate64)(descriptor, size); }
int mkdir(const char *path, mode_t mode) { REFUSE("mkdir", AT_FDCWD, path, 0); return REAL(mkdir)(path, mode); }
int unlink(const char *path) { REFUSE("unlink", AT_FDCWD, path, 0); return REAL(unlink)(path); }
int link(const char *from, const char *to) { REFUSE("link", AT_FDCWD, to, 0); return REAL(link)(from, to); }
int symlink(const char *from, const char *to) { REFUSE("link", AT_FDCWD, to, 0); return REAL(symlink)(from, to); }
int rename(const char *from, const char *to) { REFUSE("rename", AT_FDCWD, to, 0); return REAL(rename)(from, to); }
int renameat(int a, const char *from, int b, const char *to) { REFUSE("rename", b, to, 0); return REAL(renameat)(a, from, b, to); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    int found = REAL(clock_gettime)(clock, now);
    if (!found && clock == CLOCK_REALTIME) now->tv_sec += ahead;
    return found;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int found = REAL(gettimeofday)(now, zone);
    if (!found) now->tv_sec += ahead;
    return found;
}
time_t time(time_t *place) {
    time_t now = REAL(time)(NULL) + ahead;
    if (place) *place = now;
    return now;
}
