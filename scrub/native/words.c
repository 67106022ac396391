/* The words of each block taken together, and how often they come again. */
#include "kernels.h"

#include <string.h>

#define SHORT_RUN 16
#define MIX 0x9E3779B1u
#define UNSPACED 0x2E80u /* the first of the scripts that put no space between words */
#define FEW 8    /* codes that are compared with one another */
#define PATIENCE 8 /* cells looked at in vain for each code, after which somebody has chosen the codes */

/* Sorts a short run. */
static void sort_run(uint32_t *code, int64_t count)
{
    for (int64_t k = 1; k < count; k++) {
        uint32_t value = code[k];
        int64_t at = k;
        for (; at > 0 && code[at - 1] > value; at--)
            code[at] = code[at - 1];
        code[at] = value;
    }
}

/* Merges two sorted runs that stand one behind the other. */
static void merge_runs(const uint32_t *from, int64_t middle, int64_t end, uint32_t *to)
{
    for (int64_t a = 0, b = middle, k = 0; k < end; k++)
        to[k] = a < middle && (b == end || from[a] <= from[b]) ? from[a++] : from[b++];
}

/* Sorts codes, whatever they are, in n log n steps; returns the sorted ones, in either of the two rooms. */
static uint32_t *sorted(uint32_t *code, uint32_t *spare, int64_t count)
{
    for (int64_t k = 0; k < count; k += SHORT_RUN)
        sort_run(code + k, count - k < SHORT_RUN ? count - k : SHORT_RUN);
    for (int64_t run = SHORT_RUN; run < count; run *= 2) {
        for (int64_t k = 0; k < count; k += 2 * run) {
            int64_t left = count - k;
            merge_runs(code + k, left < run ? left : run, left < 2 * run ? left : 2 * run, spare + k);
        }
        uint32_t *swap = code;
        code = spare;
        spare = swap;
    }
    return code;
}

/* How many of some sorted codes differ from all before them; and how often the commonest stands there. */
static int64_t distinct(const uint32_t *code, int64_t count, int64_t *commonest)
{
    int64_t found = 0, run = 0;
    *commonest = 0;
    for (int64_t k = 0; k < count; k++) {
        run = k > 0 && code[k] == code[k - 1] ? run + 1 : 1;
        found += run == 1;
        *commonest = run > *commonest ? run : *commonest;
    }
    return found;
}

/* A code of an owner, and how often it came; 0 where there is none. */
struct cell {
    uint32_t code, count;
};

/* Counts codes in a table of 1 << bits cells, as `distinct` does; -1 where too many want the same cells. */
static int64_t distinct_by_table(const uint32_t *code, int64_t count, struct cell *table, int bits, int64_t *commonest)
{
    const uint32_t last = ((uint32_t)1 << bits) - 1;
    int64_t found = 0, patience = PATIENCE * count;
    *commonest = 0;
    memset(table, 0, sizeof *table << bits);
    for (int64_t k = 0; k < count; k++) {
        uint32_t at = code[k] * MIX >> (32 - bits);
        while ((table[at].count != 0) & (table[at].code != code[k])) { /* one question: few have to go on */
            at = (at + 1) & last;
            if (--patience < 0)
                return -1;
        }
        found += table[at].count == 0;
        table[at].code = code[k];
        table[at].count++;
        *commonest = table[at].count > *commonest ? table[at].count : *commonest;
    }
    return found;
}

/* As `distinct` of a few codes in any order. */
static int64_t distinct_of_few(const uint32_t *code, int64_t count, int64_t *commonest)
{
    int64_t found = 0;
    *commonest = 1;
    for (int64_t k = 0; k < count; k++) {
        int64_t times = 1;
        for (int64_t j = 0; j < k; j++)
            times += code[j] == code[k];
        found += times == 1;
        *commonest = times > *commonest ? times : *commonest;
    }
    return found;
}

/* The bits of a table that is at least four times as long as the codes are many. */
static int bits_for(int64_t count)
{
    int bits = 1;
    while ((int64_t)1 << bits < 4 * count)
        bits++;
    return bits;
}

/* Codes with an owner each, those that tell something marked, and room to sort as many. */
struct codes {
    const int64_t *owner;
    const uint32_t *code;
    const uint8_t *telling;
    Py_ssize_t count;
    uint32_t *room;
    struct cell *table;
};

/* Measures the telling codes of each owner, which are sorted if a table does not do. */
static void measure_repeats(const struct codes *all, float *repeated, float *commonest)
{
    for (Py_ssize_t at = 0; at < all->count;) {
        int64_t owner = all->owner[at], most, members = 0;
        for (; at < all->count && all->owner[at] == owner; at++) {
            all->room[members] = all->code[at];
            members += all->telling[at] != 0;
        }
        if (members < 2)
            continue;
        int64_t own = members <= FEW ? distinct_of_few(all->room, members, &most)
                                     : distinct_by_table(all->room, members, all->table, bits_for(members), &most);
        if (own < 0)
            own = distinct(sorted(all->room, all->room + all->count, members), members, &most);
        repeated[owner] = (float)((double)(members - own) / (double)(members + 1));
        commonest[owner] = (float)((double)(most - 1) / (double)(members + 1));
    }
}

/* Measures the codes of some owners, as many as the results have places; the sizes are known to fit. */
static int repeats_of(const int64_t *owner, const uint32_t *code, const uint8_t *telling, Py_ssize_t count,
                      const Py_buffer *repeated, const Py_buffer *commonest)
{
    size_t cells = (size_t)1 << bits_for(count);
    struct cell *table;
    if (count >= INT32_MAX / 4)
        return unlike("too many codes");
    if (!are_owners(owner, count, items(repeated)))
        return 0;
    if ((table = PyMem_Malloc(cells * sizeof *table + (size_t)(2 * count) * sizeof(uint32_t))) == NULL)
        return no_room();
    struct codes all = {owner, code, telling, count, (uint32_t *)(table + cells), table};
    memset(repeated->buf, 0, (size_t)repeated->len);
    memset(commonest->buf, 0, (size_t)commonest->len);
    measure_repeats(&all, repeated->buf, commonest->buf);
    PyMem_Free(table);
    return 1;
}

KERNEL(word_repeats)
{
    static const char kinds[] = "lIllI+f+f";
    Py_buffer v[7];
    uint8_t *telling = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int64_t *length = v[2].buf, *start = v[3].buf;
    const uint32_t *folded = v[4].buf;
    Py_ssize_t count = items(&v[0]);
    int fit = (items(&v[1]) == count && items(&v[2]) == count && items(&v[3]) == count && items(&v[6]) == items(&v[5])) ||
              unlike("words of several numbers");
    if (fit && (telling = PyMem_Malloc((size_t)count + 1)) == NULL)
        fit = no_room();
    for (Py_ssize_t k = 0; fit && k < count; k++) {
        fit = (start[k] >= 0 && start[k] < items(&v[4])) || unlike("a word outside of the text");
        telling[k] = fit && (length[k] > 2 || (length[k] == 1 && folded[start[k]] >= UNSPACED));
    }
    fit = fit && repeats_of(v[0].buf, v[1].buf, telling, count, &v[5], &v[6]);
    PyMem_Free(telling);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* Notes the numbers of the words of some links; how many, or -1 where there are more than words: links in links. */
static Py_ssize_t words_of_links(const int64_t *word, Py_ssize_t count, const int32_t *start, const int32_t *end,
                                 Py_ssize_t links, int64_t *where)
{
    Py_ssize_t found = 0;
    for (Py_ssize_t j = 0; j < links; j++)
        for (Py_ssize_t k = first_from(word, count, start[j]); k < count && word[k] < end[j]; k++) {
            if (found == count)
                return -1;
            where[found++] = k;
        }
    return found;
}

/* Room for what is known of the words of links. */
struct linked {
    int64_t *where, *owner;
    uint32_t *code;
    uint8_t *telling;
};

/* Copies of the words of links what tells how they repeat; 0 where their blocks do not stand in order. */
static int take_words(const Py_buffer *v, Py_ssize_t found, const struct linked *linked)
{
    const int64_t *start = v[0].buf, *length = v[1].buf, *block = v[2].buf;
    const uint32_t *code = v[3].buf, *folded = v[4].buf;
    for (Py_ssize_t k = 0; k < found; k++) {
        int64_t word = linked->where[k];
        linked->owner[k] = block[word];
        linked->code[k] = code[word];
        linked->telling[k] = length[word] > 2 || folded[start[word]] >= UNSPACED;
        if (k > 0 && linked->owner[k] < linked->owner[k - 1])
            return 0;
    }
    return 1;
}

KERNEL(link_repeats)
{
    static const char kinds[] = "lllIIii+f+f";
    Py_buffer v[9];
    struct linked linked = {0};
    int known = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int64_t *start = v[0].buf;
    Py_ssize_t count = items(&v[0]), links = items(&v[5]);
    int fit = (items(&v[1]) == count && items(&v[2]) == count && items(&v[3]) == count && items(&v[6]) == links &&
               items(&v[7]) == items(&v[8])) ||
              unlike("words or links of several numbers");
    for (Py_ssize_t k = 0; fit && k < count; k++)
        fit = (start[k] >= 0 && start[k] < items(&v[4])) || unlike("a word outside of the text");
    size_t each = 2 * sizeof(int64_t) + sizeof(uint32_t) + 1;
    if (fit && (linked.where = PyMem_Malloc((size_t)count * each + 1)) == NULL)
        fit = no_room();
    if (fit) {
        linked.owner = linked.where + count;
        linked.code = (uint32_t *)(linked.owner + count);
        linked.telling = (uint8_t *)(linked.code + count);
        Py_ssize_t found = words_of_links(start, count, v[5].buf, v[6].buf, links, linked.where);
        known = found >= 0 && take_words(v, found, &linked);
        fit = !known || repeats_of(linked.owner, linked.code, linked.telling, found, &v[7], &v[8]);
    }
    PyMem_Free(linked.where);
    close_arrays(kinds, v);
    return fit ? PyBool_FromLong(known) : NULL;
}

KERNEL(block_words)
{
    static const char kinds[] = "lIl+l+l+l";
    Py_buffer v[6];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int64_t *block = v[0].buf, *length = v[2].buf;
    const uint32_t *code = v[1].buf;
    int64_t *total = v[3].buf, *longest = v[4].buf, *mixed = v[5].buf;
    Py_ssize_t count = items(&v[0]), size = items(&v[3]);
    int fit = (items(&v[1]) == count && items(&v[2]) == count && items(&v[4]) == size && items(&v[5]) == size) ||
              unlike("words or blocks of several numbers");
    fit = fit && are_owners(block, count, size);
    for (Py_ssize_t at = 0; fit && at < count;) {
        int64_t owner = block[at];
        total[owner] = longest[owner] = mixed[owner] = 0;
        for (uint64_t odd = 1; at < count && block[at] == owner; at++, odd += 2) {
            total[owner] = (int64_t)((uint64_t)total[owner] + (uint64_t)length[at]);
            longest[owner] = length[at] > longest[owner] ? length[at] : longest[owner];
            mixed[owner] += (int64_t)(code[at] * odd & 0x7FFFFFFF);
        }
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
