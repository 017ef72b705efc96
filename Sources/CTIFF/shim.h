#include <stdarg.h>
#include <string.h>
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

/* Kept in mind: libtiff goes on after a warning, with pixels that it may have made up. A field that
   it does not know changes none of them. */
static inline int tiff_note_warning(
    TIFF *tiff, void *has_warned, const char *module, const char *format, va_list arguments) {
  const char *unknown = "Unknown field";
  if (strncmp(format, unknown, strlen(unknown)) != 0) *(int *)has_warned = 1;
  return 1;
}

/* What `has_warned` points to must outlive the handle; it becomes 1 with the first warning. */
static inline TIFF *tiff_open_silently(
    void *context, int *has_warned, TIFFReadWriteProc read, TIFFReadWriteProc write,
    TIFFSeekProc seek, TIFFCloseProc close, TIFFSizeProc size, tmsize_t largest_allocation) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, largest_allocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options, tiff_stay_silent, NULL);
  TIFFOpenOptionsSetWarningHandlerExtR(options, tiff_note_warning, has_warned);
  TIFF *tiff = TIFFClientOpenExt(
      "image", "rm", context, read, write, seek, close, size, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  return tiff;
}
