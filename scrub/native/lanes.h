/* Before a function whose loops do several items at once: it is compiled twice, and the one that fits the processor is
   chosen when the library is loaded. Both give the same numbers: neither fuses a product with a sum. */
#ifndef SCRUB_LANES_H
#define SCRUB_LANES_H

#include "native.h"

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define LANES __attribute__((target_clones("avx2", "default")))
#else
#define LANES
#endif

#endif
