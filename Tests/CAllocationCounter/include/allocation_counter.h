#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>

// Whether allocations can be counted in this build: with glibc, and without a sanitizer, which has
// an allocator of its own.
bool allocation_counter_is_available(void);

// Begins to count the allocations of every thread of the process.
void allocation_counter_start(void);

// Stops, and gives the count.
long allocation_counter_stop(void);

#endif
