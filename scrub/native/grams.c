/* Hashed 4-grams, and how many of those of a block its page has elsewhere. */
#include "kernels.h"
#include "lanes.h"

#include <string.h>

#define GRAM 4
#define STEP 0x01000193u
#define MIX 0x9E3779B1u
#define ABREAST 256 /* places that are looked at together */

/* Hashes of 15 bits of the 4-grams that start at some places. */
LANES static void hash_grams(const uint32_t *folded, Py_ssize_t count, uint16_t *code)
{
    for (Py_ssize_t k = 0; k < count; k++) {
        uint32_t rolling = ((folded[k] * STEP + folded[k + 1]) * STEP + folded[k + 2]) * STEP + folded[k + 3];
        code[k] = (uint16_t)(rolling * MIX >> (32 - 15));
    }
}

KERNEL(every_gram)
{
    static const char kinds[] = "I+H";
    Py_buffer v[2];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    uint16_t *code = v[1].buf;
    Py_ssize_t count = items(&v[0]), n = count < GRAM ? 0 : count - GRAM + 1;
    int fit = items(&v[1]) == count || unlike("a code for each character is wanted");
    if (fit)
        hash_grams(v[0].buf, n, code);
    for (Py_ssize_t k = n; fit && k < count; k++)
        code[k] = 0;
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* The buckets of the 4-grams at some places: 0 for those that hold a digit or a sign or fewer than two letters. */
LANES static void fill_few(const uint16_t *code, const uint8_t *script, const uint32_t *folded, Py_ssize_t count,
                           uint16_t *bucket)
{
    uint8_t letter[ABREAST + GRAM - 1], spoken[ABREAST + GRAM - 1];
    for (Py_ssize_t k = 0; k < count + GRAM - 1; k++) {
        letter[k] = script[k] > 0;
        spoken[k] = (uint8_t)(letter[k] + (folded[k] == ' '));
    }
    for (Py_ssize_t k = 0; k < count; k++) {
        uint8_t said = (uint8_t)(spoken[k] + spoken[k + 1] + spoken[k + 2] + spoken[k + 3]);
        uint8_t letters = (uint8_t)(letter[k] + letter[k + 1] + letter[k + 2] + letter[k + 3]);
        uint16_t speaks = (said >= GRAM) & (letters >= 2);
        bucket[k] = (uint16_t)(code[k] >> 1 & (0 - speaks));
    }
}

KERNEL(language_slots)
{
    static const char kinds[] = "HBI+H";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const uint16_t *code = v[0].buf;
    uint16_t *bucket = v[3].buf;
    Py_ssize_t count = items(&v[0]), n = count < GRAM ? 0 : count - GRAM + 1;
    int fit = (items(&v[1]) == count && items(&v[2]) == count && items(&v[3]) == count) ||
              unlike("columns of several lengths");
    for (Py_ssize_t k = 0; fit && k < n; k += ABREAST)
        fill_few(code + k, (const uint8_t *)v[1].buf + k, (const uint32_t *)v[2].buf + k,
                 n - k < ABREAST ? n - k : ABREAST, bucket + k);
    for (Py_ssize_t k = n; fit && k < count; k++)
        bucket[k] = code[k] >> 1;
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

#define SLOTS (1 << 14)

/* The 4-grams of a page that count, block behind block, and for each the first block that has it: twice its number,
   counted from 1, and 1 more where another block has it too. */
struct seen {
    uint16_t *slot;
    int64_t *begin; /* of each block, and behind the last */
    uint32_t by[SLOTS];
};

/* Gathers the 4-grams that count: every second one, chosen by its hash. */
static void gather_slots(const uint16_t *code, const int32_t *start, const int32_t *end, Py_ssize_t blocks,
                         struct seen *seen)
{
    int64_t found = 0;
    for (Py_ssize_t block = 0; block < blocks; block++) {
        seen->begin[block] = found;
        for (int64_t k = start[block]; k + GRAM <= end[block]; k++) {
            seen->slot[found] = code[k] >> 1 & (SLOTS - 1);
            found += code[k] & 1;
        }
    }
    seen->begin[blocks] = found;
}

/* Notes for each 4-gram of a page's blocks who has it; what was noted of earlier blocks is forgotten. Without a branch:
   whether a 4-gram is new cannot be guessed. */
static void note_blocks(struct seen *seen, uint32_t from, uint32_t to)
{
    const uint32_t least = 2 * (from + 1);
    for (uint32_t block = from; block < to; block++)
        for (int64_t k = seen->begin[block]; k < seen->begin[block + 1]; k++) {
            uint32_t *by = &seen->by[seen->slot[k]], own = 2 * (block + 1), known = *by;
            uint32_t is_new = 0 - (uint32_t)(known < least), other = (known ^ own) > 1;
            *by = (own & is_new) | ((known | other) & ~is_new);
        }
}

/* The share of a block's 4-grams that another block of its page has too; -1 if it has none. */
static float share_of(const struct seen *seen, int32_t block)
{
    int64_t count = seen->begin[block + 1] - seen->begin[block], elsewhere = 0;
    for (int64_t k = seen->begin[block]; k < seen->begin[block + 1]; k++)
        elsewhere += seen->by[seen->slot[k]] & 1;
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
    memset(seen->by, 0, sizeof seen->by);
    seen->begin = (int64_t *)(seen + 1);
    seen->slot = (uint16_t *)(seen->begin + blocks + 1);
    return seen;
}

KERNEL(familiar)
{
    static const char kinds[] = "Hiii+f";
    Py_buffer v[5];
    struct seen *seen = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int32_t *page = v[3].buf;
    float *share = v[4].buf;
    Py_ssize_t n = items(&v[4]);
    int fit = (items(&v[1]) == n && items(&v[2]) == n && items(&v[3]) == n && n < INT32_MAX / 2) ||
              unlike("columns of several lengths");
    fit = fit && are_blocks(v[1].buf, v[2].buf, n, items(&v[0])) && (seen = room(items(&v[0]), n)) != NULL;
    if (fit)
        gather_slots(v[0].buf, v[1].buf, v[2].buf, n, seen);
    for (int32_t from = 0, to; fit && from < n; from = to) {
        for (to = from + 1; to < n && page[to] == page[from]; to++)
            ;
        note_blocks(seen, (uint32_t)from, (uint32_t)to);
        for (int32_t block = from; block < to; block++)
            share[block] = share_of(seen, block);
    }
    PyMem_Free(seen);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
