/* Nothing to call: jemalloc takes the place of malloc, set as settings.c says. */
