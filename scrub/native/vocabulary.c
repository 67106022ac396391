/* Weights of hashed words and of pairs of words. */
#include "kernels.h"

#include <math.h>

#define MIX 0x9E3779B1u

/* The weight of a hash. */
static inline float weight_of(const float *weight, int shift, uint32_t code)
{
    return weight[(code ^ code >> 16) * MIX >> shift];
}

/* The weights of the words between two of them, and of the pairs they make, over the root of their number. */
static float score(const uint32_t *code, int64_t first, int64_t last, const float *weight, int shift)
{
    double total = 0;
    int64_t count = 2 * (last - first) - 1;
    for (int64_t k = first; k < last; k++) {
        total += weight_of(weight, shift, code[k]);
        if (k + 1 < last)
            total += weight_of(weight, shift, code[k] * MIX + code[k + 1]);
    }
    return (float)(total / sqrt(count > 1 ? (double)count : 1.0));
}

KERNEL(word_sums)
{
    static const char kinds[] = "Illf+f";
    Py_buffer v[5];
    int bits = 1;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int64_t *first = v[1].buf, *last = v[2].buf;
    float *total = v[4].buf;
    Py_ssize_t count = items(&v[4]);
    while (bits < 31 && (Py_ssize_t)1 << bits < items(&v[3]))
        bits++;
    int fit = (items(&v[1]) == count && items(&v[2]) == count && items(&v[3]) == (Py_ssize_t)1 << bits) ||
              unlike("stretches of several numbers, or weights that are no power of two");
    fit = fit && are_stretches(first, last, count, items(&v[0]));
    for (Py_ssize_t k = 0; fit && k < count; k++)
        total[k] = score(v[0].buf, first[k], last[k], v[3].buf, 32 - bits);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
