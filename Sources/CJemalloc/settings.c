/* Read by jemalloc when the program begins; MALLOC_CONF in the environment counts more.
   What a rebuild let go of is given back within half a second: a server's memory is for requests. */
const char *malloc_conf = "narenas:2,dirty_decay_ms:500,muzzy_decay_ms:0";
