/* All functions that Python calls. */
#ifndef SCRUB_KERNELS_H
#define SCRUB_KERNELS_H

#include "arrays.h"

/* What each takes, and what it is for, stands in kernels.c. */
#define KERNEL(name) PyObject *name(PyObject *self, PyObject *const *args, Py_ssize_t given)

KERNEL(tree_leaves);
KERNEL(character_columns);
KERNEL(word_edges);
KERNEL(word_codes);
KERNEL(word_sums);
KERNEL(every_gram);
KERNEL(language_slots);
KERNEL(familiar);
KERNEL(language_evidence);
KERNEL(weigh_both);
KERNEL(weigh_before);
KERNEL(cumulate);
KERNEL(sum_ngrams);
KERNEL(block_scores);
KERNEL(stretch_rows);
KERNEL(find_signs);
KERNEL(word_repeats);
KERNEL(block_words);
KERNEL(mixed_words);
KERNEL(foreign_scripts);
KERNEL(screen);
KERNEL(context_rows);
KERNEL(word_forms);
KERNEL(letter_rows);
KERNEL(positions);
KERNEL(unfamiliar);
KERNEL(find_outlinks);
KERNEL(outlink_counts);
KERNEL(link_repeats);
KERNEL(alike);
KERNEL(blocks_at);
KERNEL(find_codes);
KERNEL(sign_places);
KERNEL(near_digits);
KERNEL(page_opinions);
KERNEL(best_set);
KERNEL(read_taste);
KERNEL(page_types);
KERNEL(prune_runs);
KERNEL(plain_hosts);
KERNEL(domain_codes);
KERNEL(suspicious_blocks);
KERNEL(blocks_with);
KERNEL(rules_naming);
KERNEL(join_documents);
KERNEL(block_counts);
KERNEL(word_spans);
KERNEL(link_marks);
KERNEL(host_scores);
KERNEL(link_evidence);
KERNEL(link_signals);
KERNEL(plain_signals);
KERNEL(cut_blocks);

KERNEL(tell);
KERNEL(name_scores);
KERNEL(containers);
KERNEL(paths);
KERNEL(block_kinds);
KERNEL(alike_columns);
KERNEL(title_columns);
KERNEL(heading_columns);
KERNEL(block_rows);
KERNEL(context_columns);
KERNEL(network);

KERNEL(main_blocks);
KERNEL(belonging);
KERNEL(adorned);
KERNEL(labels_with);

KERNEL(is_valid_utf8);
KERNEL(count_tags);

KERNEL(deep_text);
KERNEL(short_text);
KERNEL(texts_behind);
KERNEL(above);
KERNEL(attribute);
KERNEL(head_links);
KERNEL(holding);
KERNEL(named_elements);
KERNEL(tidy);
KERNEL(letters);

PyObject *bind_lexbor(PyObject *self, PyObject *args);
PyObject *walk_tree(PyObject *self, PyObject *args);
PyObject *pick_nodes(PyObject *self, PyObject *args);
PyObject *path_to_node(PyObject *self, PyObject *args);

/* The table of them: see kernels.c. */
extern PyMethodDef kernels[];

#endif
