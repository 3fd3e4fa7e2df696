/* A stand-in for the third-party GEGL operation lut:color-lookup (github.com/sandbranch/gegl-lut), for tests.
 *
 * The same name and properties; of the files, plain .cube ones of 3D tables are read; interpolated trilinearly,
 * clamped, whatever is asked for.
 */
#include <glib/gi18n-lib.h>

#ifdef GEGL_PROPERTIES

enum_start (standin_interpolation)
  enum_value (STANDIN_TETRAHEDRAL, "tetrahedral", N_("Tetrahedral"))
  enum_value (STANDIN_TRILINEAR, "trilinear", N_("Trilinear"))
enum_end (StandinInterpolation)

enum_start (standin_encoding)
  enum_value (STANDIN_PERCEPTUAL, "perceptual", N_("Perceptual"))
  enum_value (STANDIN_LINEAR, "linear", N_("Linear light"))
enum_end (StandinEncoding)

enum_start (standin_space)
  enum_value (STANDIN_IMAGE, "image", N_("The image's"))
  enum_value (STANDIN_SRGB, "srgb", N_("sRGB"))
enum_end (StandinSpace)

property_file_path (path, _("LUT file"), "")
property_double (strength, _("Strength"), 1.0) value_range (0.0, 1.0)
property_enum (interpolation, _("Interpolation"), StandinInterpolation, standin_interpolation, STANDIN_TETRAHEDRAL)
property_enum (encoding, _("Encoding"), StandinEncoding, standin_encoding, STANDIN_PERCEPTUAL)
property_enum (lut_space, _("Color space"), StandinSpace, standin_space, STANDIN_IMAGE)

#else

#define GEGL_OP_POINT_FILTER
#define GEGL_OP_NAME color_lookup
#define GEGL_OP_C_SOURCE color_lookup.c

#include "gegl-op.h"
#include <stdio.h>
#include <string.h>

typedef struct
{
  gchar  *path;
  gint    size; /* points a side, red varies fastest */
  gfloat *rows;
} Table;

static void
table_free (Table *table)
{
  if (table)
    {
      g_free (table->path);
      g_free (table->rows);
      g_free (table);
    }
}

static Table *
table_read (const gchar *path)
{
  Table  *table = g_new0 (Table, 1);
  gchar   line[512];
  gint    count = 0;
  FILE   *file = fopen (path, "r");

  table->path = g_strdup (path);
  while (file && fgets (line, sizeof line, file))
    {
      gchar *next = line;

      if (g_str_has_prefix (line, "LUT_3D_SIZE"))
        {
          table->size = atoi (line + 11);
          table->rows = g_new0 (gfloat, 3 * table->size * table->size * table->size);
        }
      else if (table->rows && (g_ascii_isdigit (*line) || *line == '-') &&
               count < table->size * table->size * table->size)
        {
          for (gint c = 0; c < 3; c++)
            table->rows[3 * count + c] = g_ascii_strtod (next, &next);
          count++;
        }
    }
  if (file)
    fclose (file);
  return table;
}

static void
prepare (GeglOperation *operation)
{
  GeglProperties *o = GEGL_PROPERTIES (operation);
  const Babl     *space = o->lut_space == STANDIN_SRGB ? NULL : gegl_operation_get_source_space (operation, "input");
  const gchar    *encoding = o->encoding == STANDIN_LINEAR ? "RGBA float" : "R'G'B'A float";

  gegl_operation_set_format (operation, "input", babl_format_with_space (encoding, space));
  gegl_operation_set_format (operation, "output", babl_format_with_space (encoding, space));
  if (! o->user_data || strcmp (((Table *) o->user_data)->path, o->path))
    {
      table_free (o->user_data);
      o->user_data = table_read (o->path);
    }
}

static gboolean
process (GeglOperation *operation, void *in, void *out, glong pixels, const GeglRectangle *roi, gint level)
{
  GeglProperties *o = GEGL_PROPERTIES (operation);
  const Table    *table = o->user_data;
  const gint      n = table->size;
  const gfloat   *from = in;
  gfloat         *to = out;

  for (; pixels--; from += 4, to += 4)
    {
      gint   low[3];
      gfloat share[3];

      to[0] = from[0], to[1] = from[1], to[2] = from[2], to[3] = from[3];
      if (n < 2)
        continue;
      for (gint c = 0; c < 3; c++)
        {
          gfloat place = CLAMP (from[c], 0.0f, 1.0f) * (n - 1);

          low[c] = MIN ((gint) place, n - 2);
          share[c] = place - low[c];
        }
      for (gint c = 0; c < 3; c++)
        {
          gfloat sum = 0.0f;

          for (gint corner = 0; corner < 8; corner++)
            {
              gint   at[3];
              gfloat weight = 1.0f;

              for (gint axis = 0; axis < 3; axis++)
                {
                  gint high = corner >> axis & 1;

                  at[axis] = low[axis] + high;
                  weight *= high ? share[axis] : 1.0f - share[axis];
                }
              sum += weight * table->rows[3 * (at[0] + n * (at[1] + n * at[2])) + c];
            }
          to[c] = from[c] + o->strength * (sum - from[c]);
        }
    }
  return TRUE;
}

static void
finalize (GObject *object)
{
  table_free (GEGL_PROPERTIES (object)->user_data);
  G_OBJECT_CLASS (gegl_op_parent_class)->finalize (object);
}

static void
gegl_op_class_init (GeglOpClass *klass)
{
  GeglOperationClass            *operation_class = GEGL_OPERATION_CLASS (klass);
  GeglOperationPointFilterClass *filter_class = GEGL_OPERATION_POINT_FILTER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  operation_class->prepare = prepare;
  operation_class->opencl_support = FALSE;
  filter_class->process = process;
  gegl_operation_class_set_keys (operation_class, "name", "lut:color-lookup", "title", _("Color Lookup (LUT)"), NULL);
}

#endif
