/* Hashed 4-grams, and how many of those of a block its page has elsewhere. */
#include "kernels.h"

#define GRAM 4
#define STEP 0x01000193u
#define MIX 0x9E3779B1u

KERNEL(every_gram)
{
    static const char kinds[] = "I+I";
    Py_buffer v[2];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const uint32_t *folded = v[0].buf;
    uint32_t *code = v[1].buf;
    Py_ssize_t count = items(&v[0]), n = count < GRAM ? 0 : count - GRAM + 1;
    int fit = items(&v[1]) == count || unlike("a code for each character is wanted");
    for (Py_ssize_t k = 0; fit && k < n; k++) {
        uint32_t rolling = ((folded[k] * STEP + folded[k + 1]) * STEP + folded[k + 2]) * STEP + folded[k + 3];
        code[k] = rolling * MIX >> (32 - 15);
    }
    for (Py_ssize_t k = n; fit && k < count; k++)
        code[k] = 0;
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* One character as two counts: of letters, and 16 bits higher of what is said, which is letters and white space. */
static inline uint32_t said(uint8_t script, uint32_t folded)
{
    uint32_t letter = script > 0;
    return letter + ((letter + (folded == ' ')) << 16);
}

/* The buckets of 4-grams, 0 for those that hold a digit or a sign or fewer than two letters. */
static void fill_slots(const uint32_t *code, const uint8_t *script, const uint32_t *folded, Py_ssize_t count,
                       int64_t *bucket)
{
    uint32_t third = 0, second = 0, last = 0; /* what was said three, two and one characters before */
    for (Py_ssize_t k = 0; k < count; k++) {
        uint32_t here = said(script[k], folded[k]), window = third + second + last + here;
        uint32_t speaks = (window >> 16 >= GRAM) & ((window & 0xffff) >= 2);
        if (k + 1 >= GRAM)
            bucket[k + 1 - GRAM] = code[k + 1 - GRAM] >> 1 & (0 - speaks);
        third = second;
        second = last;
        last = here;
    }
    for (Py_ssize_t k = count < GRAM ? 0 : count - GRAM + 1; k < count; k++)
        bucket[k] = code[k] >> 1;
}

KERNEL(language_slots)
{
    static const char kinds[] = "IBI+l";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    Py_ssize_t count = items(&v[0]);
    int fit = (items(&v[1]) == count && items(&v[2]) == count && items(&v[3]) == count) ||
              unlike("columns of several lengths");
    if (fit)
        fill_slots(v[0].buf, v[1].buf, v[2].buf, count, v[3].buf);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

#define SLOTS (1 << 14)

/* The 4-grams of a page that count, block behind block, and for each the first and the last block that has it. */
struct seen {
    uint16_t *slot;
    int64_t *begin; /* of each block, and behind the last */
    int32_t first[SLOTS], last[SLOTS];
};

/* Gathers the 4-grams that count: every second one, chosen by its hash. */
static void gather_slots(const uint32_t *code, const int64_t *start, const int64_t *end, Py_ssize_t blocks,
                         struct seen *seen)
{
    int64_t found = 0;
    for (Py_ssize_t block = 0; block < blocks; block++) {
        seen->begin[block] = found;
        for (int64_t k = start[block]; k + GRAM <= end[block]; k++) {
            seen->slot[found] = (uint16_t)(code[k] >> 1 & (SLOTS - 1));
            found += code[k] & 1;
        }
    }
    seen->begin[blocks] = found;
}

/* Notes for each 4-gram of some blocks which of them is the last and which the first that has it. */
static void note_blocks(struct seen *seen, int32_t from, int32_t to)
{
    for (int32_t block = from; block < to; block++)
        for (int64_t k = seen->begin[block]; k < seen->begin[block + 1]; k++)
            seen->last[seen->slot[k]] = block;
    for (int32_t block = to - 1; block >= from; block--)
        for (int64_t k = seen->begin[block]; k < seen->begin[block + 1]; k++)
            seen->first[seen->slot[k]] = block;
}

/* The share of a block's 4-grams that another block of its page has too; -1 if it has none. */
static float share_of(const struct seen *seen, int32_t block)
{
    int64_t count = seen->begin[block + 1] - seen->begin[block], elsewhere = 0;
    for (int64_t k = seen->begin[block]; k < seen->begin[block + 1]; k++)
        elsewhere += seen->first[seen->slot[k]] != seen->last[seen->slot[k]];
    return count ? (float)((double)elsewhere / (double)count) : -1.0f;
}

/* Room for what is noted; NULL with an exception where there is none. */
static struct seen *room(Py_ssize_t characters, Py_ssize_t blocks)
{
    size_t begins = ((size_t)blocks + 1) * sizeof(int64_t), slots = ((size_t)characters + 1) * sizeof(uint16_t);
    struct seen *seen = PyMem_Malloc(sizeof *seen + begins + slots);
    if (seen == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    seen->begin = (int64_t *)(seen + 1);
    seen->slot = (uint16_t *)(seen->begin + blocks + 1);
    return seen;
}

KERNEL(familiar)
{
    static const char kinds[] = "Illi+f";
    Py_buffer v[5];
    struct seen *seen = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int32_t *page = v[3].buf;
    float *share = v[4].buf;
    Py_ssize_t n = items(&v[4]);
    int fit = (items(&v[1]) == n && items(&v[2]) == n && items(&v[3]) == n && n < INT32_MAX) ||
              unlike("columns of several lengths");
    fit = fit && are_blocks(v[1].buf, v[2].buf, n, items(&v[0])) && (seen = room(items(&v[0]), n)) != NULL;
    if (fit)
        gather_slots(v[0].buf, v[1].buf, v[2].buf, n, seen);
    for (int32_t from = 0, to; fit && from < n; from = to) {
        for (to = from + 1; to < n && page[to] == page[from]; to++)
            ;
        note_blocks(seen, from, to);
        for (int32_t block = from; block < to; block++)
            share[block] = share_of(seen, block);
    }
    PyMem_Free(seen);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
