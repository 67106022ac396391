/* What every file of the extension needs. */
#ifndef SCRUB_NATIVE_H
#define SCRUB_NATIVE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#endif
