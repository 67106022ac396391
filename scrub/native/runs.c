/* Runs of main content that stand apart from the main run of their page, and which of them go: extractor/runs.py. */
#include "kernels.h"

#include <math.h>

#define GAP 100.0
#define CERTAIN 1e-3

enum { START, END, PAGE, SCORE, LINKED, TYPES, WEIGHT, BIAS, MAIN, ARRAYS };
enum { MEAN, MAIN_MEAN, LIKELIEST, LENGTH, MAIN_LENGTH, APART, BESIDE, AFTER, LINKS, MAIN_LINKS, COUNT, TYPICAL,
       MAIN_TYPICAL, PLACE, MAIN_COUNT, COLUMNS };

/* A run: its first and last block, the characters before it and before what stands behind it, its own, these times
   scores, those of links, its blocks, and the highest score of one. */
struct run {
    Py_ssize_t first, last, blocks;
    double begin, close, characters, mass, linked, likeliest;
};

static double odds(double likely)
{
    double certain = likely < CERTAIN ? CERTAIN : likely > 1.0 - CERTAIN ? 1.0 - CERTAIN : likely;
    return log(certain / (1.0 - certain));
}

static double at_least_one(double value) { return value > 1.0 ? value : 1.0; }

/* What is known of a run beside the main one; near: the next one on the way there; top, bottom: of the page. */
static void describe(const struct run *run, const struct run *best, const struct run *near, double top, double bottom,
                     double x[COLUMNS])
{
    int after = run > best;
    x[MEAN] = odds(run->mass / at_least_one(run->characters));
    x[MAIN_MEAN] = odds(best->mass / at_least_one(best->characters));
    x[LIKELIEST] = odds(run->likeliest);
    x[LENGTH] = log1p(run->characters);
    x[MAIN_LENGTH] = log1p(best->characters);
    x[APART] = log1p(after ? run->begin - best->close : best->begin - run->close);
    x[BESIDE] = log1p(after ? run->begin - near->close : near->begin - run->close);
    x[AFTER] = after;
    x[LINKS] = run->linked / at_least_one(run->characters);
    x[MAIN_LINKS] = best->linked / at_least_one(best->characters);
    x[COUNT] = log1p((double)run->blocks);
    x[TYPICAL] = log(at_least_one(run->characters / (double)run->blocks));
    x[MAIN_TYPICAL] = log(at_least_one(best->characters / (double)best->blocks));
    x[PLACE] = (run->begin - top) / at_least_one(bottom - top);
    x[MAIN_COUNT] = log1p((double)best->blocks);
}

/* Takes the runs of a page out of what is kept that are likelier than not to be none of it. */
static void prune_page(const struct run *runs, Py_ssize_t count, double top, double bottom, const float *types,
                       Py_ssize_t kinds, const Py_buffer *v)
{
    const float *weight = v[WEIGHT].buf, bias = *(const float *)v[BIAS].buf;
    uint8_t *main = v[MAIN].buf;
    const struct run *best = runs;
    for (const struct run *run = runs; run < runs + count; run++)
        best = run->mass >= best->mass ? run : best;
    for (const struct run *run = runs; run < runs + count; run++) {
        double x[COLUMNS], sum = bias;
        if (run == best)
            continue;
        describe(run, best, run > best ? run - 1 : run + 1, top, bottom, x);
        for (int c = 0; c < COLUMNS; c++)
            sum += x[c] * weight[c];
        for (Py_ssize_t c = 0; c < kinds; c++)
            sum += (double)types[c] * weight[COLUMNS + c];
        for (Py_ssize_t k = run->first; sum > 0 && k <= run->last; k++)
            main[k] = 0;
    }
}

/* Adds a kept block to the last of the runs, or begins another; returns how many there are. */
static Py_ssize_t add_block(struct run *runs, Py_ssize_t count, const Py_buffer *v, Py_ssize_t k, double before)
{
    double length = (double)((const int32_t *)v[END].buf)[k] - ((const int32_t *)v[START].buf)[k];
    double score = ((const float *)v[SCORE].buf)[k];
    if (count == 0 || before - runs[count - 1].close > GAP)
        runs[count++] = (struct run){.first = k, .begin = before, .likeliest = score};
    struct run *run = runs + count - 1;
    run->last = k;
    run->blocks++;
    run->close = before + length;
    run->characters += length;
    run->mass += length * score;
    run->linked += ((const float *)v[LINKED].buf)[k];
    run->likeliest = score > run->likeliest ? score : run->likeliest;
    return count;
}

/* Finds the runs of each page, and prunes them; blocks of one page follow each other. */
static void prune_pages(const Py_buffer *v, Py_ssize_t n, Py_ssize_t kinds, struct run *runs)
{
    const int32_t *start = v[START].buf, *end = v[END].buf, *page = v[PAGE].buf;
    const uint8_t *main = v[MAIN].buf;
    double before = 0;
    for (Py_ssize_t k = 0; k < n;) {
        int32_t own = page[k];
        double top = before;
        Py_ssize_t count = 0;
        for (; k < n && page[k] == own; k++) {
            if (main[k])
                count = add_block(runs, count, v, k, before);
            before += (double)end[k] - start[k];
        }
        if (count > 1)
            prune_page(runs, count, top, before, (const float *)v[TYPES].buf + own * kinds, kinds, v);
    }
}

KERNEL(prune_runs)
{
    enum { N };
    static const char kinds[] = "iiifffff+B";
    static const struct size sizes[ARRAYS] = {
        [START] = {N}, [END] = {N}, [PAGE] = {N}, [SCORE] = {N}, [LINKED] = {N}, [TYPES] = {FREE}, [WEIGHT] = {FREE},
        [BIAS] = {ALONE}, [MAIN] = {N},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t number[MOST_NUMBERS];
    struct run *runs = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    Py_ssize_t types = items(&v[WEIGHT]) - COLUMNS;
    int fit = have_sizes(v, sizes, ARRAYS, number) &&
              ((types > 0 && v[TYPES].ndim == 2 && v[TYPES].shape[1] == types) || unlike("types without a weight"));
    fit = fit && are_indices(v[PAGE].buf, number[N], v[TYPES].shape[0]);
    if (fit && (runs = PyMem_Malloc((size_t)(number[N] + 1) * sizeof *runs)) == NULL)
        fit = no_room();
    if (fit)
        prune_pages(v, number[N], types, runs);
    PyMem_Free(runs);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
