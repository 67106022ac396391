/* What is counted in each block of a batch: see signals/columns.py. */
#include "kernels.h"
#include "lanes.h"

#include <string.h>

#define MOST_CODES 64 /* a power of two */
#define TURNS 2

/* Counts the codes of one stretch of two columns, each by turns in two rows, as none is soon read that was just
   written. */
static void count_stretch(const uint8_t *kind, const uint8_t *script, int64_t length, int32_t of_kind[TURNS][MOST_CODES],
                          int32_t of_script[TURNS][MOST_CODES])
{
    for (int64_t k = 0; k < length; k++) {
        of_kind[k & (TURNS - 1)][kind[k] & (MOST_CODES - 1)]++;
        of_script[k & (TURNS - 1)][script[k] & (MOST_CODES - 1)]++;
    }
}

/* Writes down the counts of a block of so many characters: what is left of these has the first code. */
LANES static void write_counts(int32_t rows[TURNS][MOST_CODES], Py_ssize_t size, int64_t characters, float *count,
                               int32_t *total)
{
    int32_t others = 0;
    for (Py_ssize_t c = 0; c < size; c++) {
        int32_t sum = rows[0][c] + rows[1][c];
        total[c] += sum;
        others += sum;
        count[c] = (float)sum;
    }
    count[0] = (float)(characters - others + rows[0][0] + rows[1][0]);
    for (int turn = 0; turn < TURNS; turn++)
        memset(rows[turn], 0, (size_t)size * sizeof *rows[turn]);
}

/* Are all codes less than the size? */
static int are_codes(const uint8_t *code, Py_ssize_t count, Py_ssize_t size)
{
    uint8_t most = 0;
    for (Py_ssize_t k = 0; k < count; k++)
        most = code[k] > most ? code[k] : most;
    return most < size || unlike("a code that has no place");
}

/* block_counts(kind, script, edges, start, end, counts of kinds, of scripts, all kinds, all scripts). */
KERNEL(block_counts)
{
    enum { KIND, SCRIPT, EDGE, START, END, KINDS, SCRIPTS, ALL_KINDS, ALL_SCRIPTS, ARRAYS };
    enum { CHARACTERS, N, OF_KINDS, OF_SCRIPTS };
    static const char kinds[] = "BBlii+f+f+i+i";
    static const struct size sizes[ARRAYS] = {
        [KIND] = {CHARACTERS}, [SCRIPT] = {CHARACTERS}, [EDGE] = {FREE}, [START] = {N}, [END] = {N}, [KINDS] = {FREE},
        [SCRIPTS] = {FREE}, [ALL_KINDS] = {OF_KINDS}, [ALL_SCRIPTS] = {OF_SCRIPTS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int64_t *edge = v[EDGE].buf;
    const int32_t *start = v[START].buf, *end = v[END].buf;
    int fit = have_sizes(v, sizes, ARRAYS, n);
    Py_ssize_t count = fit ? n[N] : 0, of_kinds = fit ? n[OF_KINDS] : 0, of_scripts = fit ? n[OF_SCRIPTS] : 0;
    fit = fit && ((of_kinds > 0 && of_kinds <= MOST_CODES && of_scripts > 0 && of_scripts <= MOST_CODES &&
                   items(&v[EDGE]) == count + 1 && items(&v[KINDS]) == count * of_kinds &&
                   items(&v[SCRIPTS]) == count * of_scripts) || unlike("counts of another size"));
    fit = fit && are_codes(v[KIND].buf, n[CHARACTERS], of_kinds) && are_codes(v[SCRIPT].buf, n[CHARACTERS], of_scripts) &&
          are_stretches(edge, edge + 1, count, n[CHARACTERS]);
    if (fit) {
        int32_t kind_rows[TURNS][MOST_CODES] = {{0}}, script_rows[TURNS][MOST_CODES] = {{0}};
        int32_t *all_kinds = v[ALL_KINDS].buf, *all_scripts = v[ALL_SCRIPTS].buf;
        memset(all_kinds, 0, (size_t)of_kinds * sizeof *all_kinds);
        memset(all_scripts, 0, (size_t)of_scripts * sizeof *all_scripts);
        for (Py_ssize_t k = 0; k < count; k++) {
            int64_t characters = (int64_t)end[k] - start[k];
            count_stretch((const uint8_t *)v[KIND].buf + edge[k], (const uint8_t *)v[SCRIPT].buf + edge[k],
                          edge[k + 1] - edge[k], kind_rows, script_rows);
            write_counts(kind_rows, of_kinds, characters, (float *)v[KINDS].buf + k * of_kinds, all_kinds);
            write_counts(script_rows, of_scripts, characters, (float *)v[SCRIPTS].buf + k * of_scripts, all_scripts);
        }
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* word_spans(begin, start, end, first, last): begin.searchsorted of start and of end, which mostly rise. */
KERNEL(word_spans)
{
    enum { WORD, START, END, FIRST, LAST, ARRAYS };
    enum { WORDS, N };
    static const char kinds[] = "lii+l+l";
    static const struct size sizes[ARRAYS] = {
        [WORD] = {WORDS}, [START] = {N}, [END] = {N}, [FIRST] = {N}, [LAST] = {N},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n);
    for (int side = 0; fit && side < 2; side++) {
        const int64_t *word = v[WORD].buf;
        const int32_t *edge = v[side ? END : START].buf;
        int64_t *found = v[side ? LAST : FIRST].buf, at = 0;
        for (Py_ssize_t k = 0; k < n[N]; k++) {
            if (k && edge[k] < edge[k - 1])
                at = 0;
            while (at < n[WORDS] && word[at] < edge[k])
                at++;
            found[k] = at;
        }
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
