/* Stands between a program and its disk (LD_PRELOAD): counts each change below the watched folder,
 * ends the program at a chosen one, has the disk refuse from a chosen one on, and looks through
 * everything that is written anywhere for planted bytes. Linux only. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT, KILL, TEAR, FAIL };      /* what to do at the chosen change */
enum { GROW, CHANGE, SYNC };           /* what kind of change it is */
enum { MOST_PLANTED = 256, LOG_NUMBER = 900 };

static const char *watched;
static long counted, chosen;
static int mode, refusal, log_number = -1;
static struct { const void *bytes; size_t size; } planted[MOST_PLANTED];
static int planted_count;

void shim_arm(int new_mode, long at, int error) {
    mode = new_mode, chosen = at, refusal = error;
    __atomic_store_n(&counted, 0, __ATOMIC_SEQ_CST);
}

long shim_count(void) { return __atomic_load_n(&counted, __ATOMIC_SEQ_CST); }

void shim_plant(const void *bytes, size_t size) {
    void *copy = malloc(size);
    if (!copy || planted_count == MOST_PLANTED) abort();
    memcpy(copy, bytes, size);
    planted[planted_count].bytes = copy;
    planted[planted_count++].size = size;
}

/* Planted bytes in a file: each with its length before it, four bytes, little end first. */
static void plant_from(const char *path) {
    FILE *file = path ? fopen(path, "rb") : NULL;
    unsigned char head[4];
    while (file && fread(head, 1, 4, file) == 4) {
        size_t size = head[0] | head[1] << 8 | head[2] << 16;
        char body[65536];
        if (size > sizeof body || fread(body, 1, size, file) != size) abort();
        shim_plant(body, size);
    }
    if (file) fclose(file);
}

__attribute__((constructor)) static void begin(void) {
    watched = getenv("SHIM_WATCHED");
    const char *log_path = getenv("SHIM_LOG");
    if (log_path) {
        int number = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
        /* Up high, where nobody closes it by counting from three. */
        log_number = fcntl(number, F_DUPFD_CLOEXEC, LOG_NUMBER);
        syscall(SYS_close, number);
    }
    plant_from(getenv("SHIM_PLANTED"));
}

static void say(const char *what, const char *where) {
    char line[PATH_MAX + 64];
    int size = snprintf(line, sizeof line, "%s %s\n", what, where);
    if (log_number >= 0) syscall(SYS_write, log_number, line, (size_t)size);
}

static void path_of(int number, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", number);
    long size = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    path[size > 0 ? size : 0] = 0;
}

static void path_at(int folder, const char *name, char *path) {
    if (name[0] == '/') { snprintf(path, PATH_MAX, "%s", name); return; }
    if (folder == AT_FDCWD) { if (!getcwd(path, PATH_MAX)) path[0] = 0; }
    else path_of(folder, path);
    size_t size = strlen(path);
    snprintf(path + size, PATH_MAX - size, "/%s", name);
}

static int is_watched(const char *path) {
    size_t size = watched ? strlen(watched) : 0;
    return size && !strncmp(path, watched, size) && (path[size] == '/' || !path[size]);
}

static int refuses(int kind) {
    if (refusal == ENOSPC) return kind == GROW;
    return refusal == EROFS ? kind != SYNC : 1;
}

/* Returns how many of `size` bytes to write, or -1 with errno. Bytes of other changes: 0. */
static ssize_t allow(const char *path, int kind, size_t size, int *ends) {
    *ends = 0;
    if (!is_watched(path)) return (ssize_t)size;
    long now = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    if (mode == KILL && now == chosen) syscall(SYS_exit_group, 9);
    if (mode == TEAR && now == chosen) { *ends = 1; return (ssize_t)(size / 2); }
    if (mode == FAIL && now >= chosen && refuses(kind)) {
        /* A disk that fills up takes a part of the write first. */
        if (now == chosen && refusal == ENOSPC && size > 1) return (ssize_t)(size / 2);
        errno = refusal;
        return -1;
    }
    return (ssize_t)size;
}

static void look(const char *path, const void *bytes, size_t size) {
    char what[32];
    for (int each = 0; each < planted_count; each++)
        if (memmem(bytes, size, planted[each].bytes, planted[each].size)) {
            snprintf(what, sizeof what, "FOUND %d", each);
            say(what, path);
        }
}

static ssize_t change_bytes(int number, const void *bytes, size_t size, off_t at) {
    char path[PATH_MAX];
    int ends, before = errno;
    path_of(number, path);
    errno = before;
    look(path, bytes, size);
    ssize_t some = allow(path, GROW, size, &ends);
    if (some < 0) return -1;
    ssize_t done = at < 0 ? syscall(SYS_write, number, bytes, (size_t)some)
                          : syscall(SYS_pwrite64, number, bytes, (size_t)some, at);
    if (ends) syscall(SYS_exit_group, 9);
    return done;
}

ssize_t write(int number, const void *bytes, size_t size) {
    return change_bytes(number, bytes, size, -1);
}
ssize_t pwrite(int number, const void *bytes, size_t size, off_t at) {
    return change_bytes(number, bytes, size, at);
}
ssize_t pwrite64(int number, const void *bytes, size_t size, off64_t at) {
    return change_bytes(number, bytes, size, at);
}

/* A part of the pieces is a right answer: the caller goes on from there. */
ssize_t writev(int number, const struct iovec *pieces, int count) {
    return count > 0 ? change_bytes(number, pieces[0].iov_base, pieces[0].iov_len, -1) : 0;
}
ssize_t pwritev(int number, const struct iovec *pieces, int count, off_t at) {
    return count > 0 ? change_bytes(number, pieces[0].iov_base, pieces[0].iov_len, at) : 0;
}

#define PASS_ON(PATH, KIND, CALL)                        \
    do {                                                 \
        int ends;                                        \
        if (allow(PATH, KIND, 0, &ends) < 0) return -1;  \
        long done = (CALL);                              \
        if (ends) syscall(SYS_exit_group, 9);            \
        return done;                                     \
    } while (0)

#define ON_NUMBER(NUMBER, KIND, CALL)                    \
    do {                                                 \
        char path[PATH_MAX];                             \
        path_of(NUMBER, path);                           \
        PASS_ON(path, KIND, CALL);                       \
    } while (0)

#define ON_NAME(FOLDER, NAME, KIND, CALL)                \
    do {                                                 \
        char path[PATH_MAX];                             \
        path_at(FOLDER, NAME, path);                     \
        PASS_ON(path, KIND, CALL);                       \
    } while (0)

ssize_t sendfile(int to, int from, off_t *at, size_t size) {
    ON_NUMBER(to, GROW, syscall(SYS_sendfile, to, from, at, size));
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
    ON_NUMBER(to, GROW, syscall(SYS_sendfile, to, from, at, size));
}
/* Python falls back to reading and writing. */
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t size, unsigned flags) {
    (void)from, (void)a, (void)to, (void)b, (void)size, (void)flags;
    errno = ENOSYS;
    return -1;
}
int ftruncate(int number, off_t size) {
    ON_NUMBER(number, CHANGE, syscall(SYS_ftruncate, number, size));
}
int ftruncate64(int number, off64_t size) {
    ON_NUMBER(number, CHANGE, syscall(SYS_ftruncate, number, size));
}
int fsync(int number) { ON_NUMBER(number, SYNC, syscall(SYS_fsync, number)); }
int fdatasync(int number) { ON_NUMBER(number, SYNC, syscall(SYS_fdatasync, number)); }

int rename(const char *from, const char *to) {
    ON_NAME(AT_FDCWD, to, CHANGE, syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int renameat(int a, const char *from, int b, const char *to) {
    ON_NAME(b, to, CHANGE, syscall(SYS_renameat2, a, from, b, to, 0));
}
int link(const char *from, const char *to) {
    ON_NAME(AT_FDCWD, to, GROW, syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int unlink(const char *name) {
    ON_NAME(AT_FDCWD, name, CHANGE, syscall(SYS_unlinkat, AT_FDCWD, name, 0));
}
int unlinkat(int folder, const char *name, int flags) {
    ON_NAME(folder, name, CHANGE, syscall(SYS_unlinkat, folder, name, flags));
}
int rmdir(const char *name) {
    ON_NAME(AT_FDCWD, name, CHANGE, syscall(SYS_unlinkat, AT_FDCWD, name, AT_REMOVEDIR));
}
int mkdir(const char *name, mode_t mode_bits) {
    ON_NAME(AT_FDCWD, name, GROW, syscall(SYS_mkdirat, AT_FDCWD, name, mode_bits));
}

static int open_it(int folder, const char *name, int flags, mode_t bits) {
    char path[PATH_MAX];
    int ends = 0, writes = (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0;
    if (writes) {
        path_at(folder, name, path);
        say("OPEN", path);
        if (allow(path, flags & O_CREAT ? GROW : CHANGE, 0, &ends) < 0) return -1;
    }
    int number = syscall(SYS_openat, folder, name, flags, bits);
    if (ends) syscall(SYS_exit_group, 9);
    return number;
}

#define BITS(FLAGS, LAST)                                 \
    mode_t bits = 0;                                      \
    if ((FLAGS) & O_CREAT || ((FLAGS) & O_TMPFILE) == O_TMPFILE) { \
        va_list more;                                     \
        va_start(more, LAST);                             \
        bits = va_arg(more, mode_t);                      \
        va_end(more);                                     \
    }

int open(const char *name, int flags, ...) {
    BITS(flags, flags)
    return open_it(AT_FDCWD, name, flags, bits);
}
int open64(const char *name, int flags, ...) {
    BITS(flags, flags)
    return open_it(AT_FDCWD, name, flags, bits);
}
int openat(int folder, const char *name, int flags, ...) {
    BITS(flags, flags)
    return open_it(folder, name, flags, bits);
}
int openat64(int folder, const char *name, int flags, ...) {
    BITS(flags, flags)
    return open_it(folder, name, flags, bits);
}

/* Memory that is a file would be written past all of this. */
void *mmap(void *at, size_t size, int may, int flags, int number, off_t from) {
    if (number >= 0 && flags & MAP_SHARED && may & PROT_WRITE) {
        char path[PATH_MAX];
        path_of(number, path);
        say("MAPPED", path);
    }
    return (void *)syscall(SYS_mmap, at, size, may, flags, number, from);
}
void *mmap64(void *at, size_t size, int may, int flags, int number, off64_t from) {
    return mmap(at, size, may, flags, number, from);
}
