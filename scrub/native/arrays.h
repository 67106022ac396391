/* Arrays that come in as buffers: their kinds and sizes are checked here, and what stands in them by who asks. */
#ifndef SCRUB_ARRAYS_H
#define SCRUB_ARRAYS_H

#include "native.h"

/* Opens one buffer for each letter of `kinds`, all of them or none. The letters are those of the struct module, with l
   for int64 and L for uint64 wherever; one behind a + is written to, and lies apart from all others. Returns -1 with an
   exception where an argument is anything else. */
int open_arrays(PyObject *const *args, Py_ssize_t given, const char *kinds, Py_buffer *views);

/* Closes the buffers of `kinds`. */
void close_arrays(const char *kinds, Py_buffer *views);

/* How many items an array has. */
static inline Py_ssize_t items(const Py_buffer *view) { return view->len / view->itemsize; }

/* How long an array has to be: `width` items, 1 where that is 0, for each of some things. How many things there are is
   what the first array of them says; it is one where they are ALONE, and any number where they are FREE. */
struct size {
    int of, width;
};

enum { ALONE = -1, FREE = -2, MOST_NUMBERS = 8 };

/* Is every array as long as the others of its things? Writes down how many there are of each; if not, sets an
   exception. */
int have_sizes(const Py_buffer *views, const struct size *sizes, int count, Py_ssize_t number[MOST_NUMBERS]);

/* Are 0 <= start <= end <= size of all stretches true? If not, sets an exception. */
int are_stretches(const int64_t *start, const int64_t *end, Py_ssize_t count, Py_ssize_t size);

/* The same as `are_stretches` of smaller numbers. */
int are_spans(const int32_t *first, const int32_t *last, Py_ssize_t count, Py_ssize_t size);

/* The same of stretches none of which begins before the end of another that stands before it. */
int are_blocks(const int32_t *start, const int32_t *end, Py_ssize_t count, Py_ssize_t size);

/* Does each of some things lie in the run of things that it names? If not, sets an exception. */
int lie_in_runs(const int32_t *run, Py_ssize_t count, const int32_t *first, const int32_t *length, Py_ssize_t runs);

/* The place of the first of some rising numbers that is not less; their count where all are. */
Py_ssize_t first_from(const int64_t *rising, Py_ssize_t count, int64_t least);

/* Are all numbers indices of something that is `size` long? If not, sets an exception. */
int are_indices(const void *value, Py_ssize_t count, Py_ssize_t size); /* of int32_t or uint32_t */

/* Do owners stand in rising order, and does each have a place? If not, sets an exception. */
int are_owners(const int64_t *owner, Py_ssize_t count, Py_ssize_t size);

/* Sets the exception for arrays that do not belong together; returns 0, as what a check found. */
int unlike(const char *what);

/* Sets the exception for memory that could not be had; returns 0, as what a check found. */
int no_room(void);

#endif
