#include <stdarg.h>
#include <tiffio.h>

/* Swift cannot call C's variadic functions; these are the two forms that are needed of one. */

static inline int tiff_field_uint16(TIFF *tiff, uint32_t tag, uint16_t *value) {
  return TIFFGetFieldDefaulted(tiff, tag, value);
}

static inline int tiff_field_uint32(TIFF *tiff, uint32_t tag, uint32_t *value) {
  return TIFFGetFieldDefaulted(tiff, tag, value);
}

/* Nothing is printed: a handler of the file's own says that the message has been dealt with. */
static inline int tiff_stay_silent(
    TIFF *tiff, void *context, const char *module, const char *format, va_list arguments) {
  return 1;
}

static inline TIFF *tiff_open_silently(
    void *context, TIFFReadWriteProc read, TIFFReadWriteProc write, TIFFSeekProc seek,
    TIFFCloseProc close, TIFFSizeProc size, tmsize_t largest_allocation) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, largest_allocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options, tiff_stay_silent, NULL);
  TIFFOpenOptionsSetWarningHandlerExtR(options, tiff_stay_silent, NULL);
  TIFF *tiff = TIFFClientOpenExt(
      "image", "rm", context, read, write, seek, close, size, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  return tiff;
}
