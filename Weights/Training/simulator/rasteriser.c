/* Depth-buffer rasteriser and value noise for the capture simulator.
 *
 * Called through ctypes by rasteriser.py. All arrays are C-contiguous; images are row-major.
 * Pixel (0, 0) is the CENTRE of the top-left pixel. Lengths are in millimetres.
 */
#include <math.h>
#include <string.h>

#include "noise.h"

static float smallest(float a, float b, float c) { return fminf(a, fminf(b, c)); }
static float largest(float a, float b, float c) { return fmaxf(a, fmaxf(b, c)); }

/* Draws triangles into a depth buffer.
 *
 * vertices:  [count][3]: x and y in pixels, z in millimetres (camera depth).
 * triangle:  [height][width]: index of the nearest triangle, -1 where there is none.
 * weights:   [height][width][3]: perspective-correct barycentric weights.
 * Triangles that come nearer than 10 mm are left out instead of clipped. */
void rasterise(const float *vertices, const int *triangles, int triangle_count, int height,
               int width, float *depth, int *triangle, float *weights) {
    for (int i = 0; i < height * width; i++) {
        depth[i] = 1e9f;
        triangle[i] = -1;
    }
    memset(weights, 0, sizeof(float) * 3 * (size_t)height * width);
    for (int k = 0; k < triangle_count; k++) {
        const float *a = vertices + 3 * triangles[3 * k];
        const float *b = vertices + 3 * triangles[3 * k + 1];
        const float *c = vertices + 3 * triangles[3 * k + 2];
        if (a[2] < 10 || b[2] < 10 || c[2] < 10) continue;
        float left = ceilf(smallest(a[0], b[0], c[0])), right = floorf(largest(a[0], b[0], c[0]));
        float top = ceilf(smallest(a[1], b[1], c[1])), bottom = floorf(largest(a[1], b[1], c[1]));
        if (left > right || top > bottom) continue; /* between the pixels' centres */
        if (right < 0 || bottom < 0 || left >= width || top >= height) continue;
        int x0 = left < 0 ? 0 : (int)left, x1 = right >= width ? width - 1 : (int)right;
        int y0 = top < 0 ? 0 : (int)top, y1 = bottom >= height ? height - 1 : (int)bottom;
        float area = (b[1] - c[1]) * (a[0] - c[0]) + (c[0] - b[0]) * (a[1] - c[1]);
        if (fabsf(area) < 1e-9f) continue;
        float scale = 1.f / area;
        float near_a = 1.f / a[2], near_b = 1.f / b[2], near_c = 1.f / c[2];
        float a_x = (b[1] - c[1]) * scale, a_y = (c[0] - b[0]) * scale;
        float b_x = (c[1] - a[1]) * scale, b_y = (a[0] - c[0]) * scale;
        for (int y = y0; y <= y1; y++) {
            float wa = a_x * (x0 - c[0]) + a_y * (y - c[1]);
            float wb = b_x * (x0 - c[0]) + b_y * (y - c[1]);
            for (int x = x0; x <= x1; x++, wa += a_x, wb += b_x) {
                float wc = 1.f - wa - wb;
                if (wa < -1e-5f || wb < -1e-5f || wc < -1e-5f) continue;
                float qa = wa * near_a, qb = wb * near_b, qc = wc * near_c;
                float z = 1.f / (qa + qb + qc);
                int i = y * width + x;
                if (z >= depth[i]) continue;
                depth[i] = z;
                triangle[i] = k;
                weights[3 * i] = qa * z;
                weights[3 * i + 1] = qb * z;
                weights[3 * i + 2] = qc * z;
            }
        }
    }
}

/* Pixels and depths [count][3] of camera points [count][3] through a Brown-Conrady lens.
 *
 * camera: fx, fy, cx, cy, k1, k2, p1, p2, k3. Points nearer than 1 mm are seen as if at 1 mm. */
void project(const float *points, int count, const float *camera, float *pixels) {
    float fx = camera[0], fy = camera[1], cx = camera[2], cy = camera[3];
    float k1 = camera[4], k2 = camera[5], p1 = camera[6], p2 = camera[7], k3 = camera[8];
    for (int i = 0; i < count; i++) {
        float depth = points[3 * i + 2], z = depth > 1 ? depth : 1;
        float x = points[3 * i] / z, y = points[3 * i + 1] / z;
        /* The polynomial folds back far outside the view; nothing there is ever seen. */
        float r2 = fminf(x * x + y * y, 1.5f);
        float radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
        float u = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
        float v = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
        pixels[3 * i] = fx * u + cx;
        pixels[3 * i + 1] = fy * v + cy;
        pixels[3 * i + 2] = depth;
    }
}

/* Area-weighted unit normals of the vertices. */
void vertex_normals(const float *vertices, int vertex_count, const int *triangles,
                    int triangle_count, float *normals) {
    memset(normals, 0, sizeof(float) * 3 * (size_t)vertex_count);
    for (int k = 0; k < triangle_count; k++) {
        const int *corner = triangles + 3 * k;
        const float *a = vertices + 3 * corner[0];
        const float *b = vertices + 3 * corner[1];
        const float *c = vertices + 3 * corner[2];
        float u[3], w[3];
        for (int j = 0; j < 3; j++) {
            u[j] = b[j] - a[j];
            w[j] = c[j] - a[j];
        }
        float cross[3] = {u[1] * w[2] - u[2] * w[1], u[2] * w[0] - u[0] * w[2],
                          u[0] * w[1] - u[1] * w[0]};
        for (int q = 0; q < 3; q++)
            for (int j = 0; j < 3; j++) normals[3 * corner[q] + j] += cross[j];
    }
    for (int i = 0; i < vertex_count; i++) {
        float *n = normals + 3 * i;
        float length = sqrtf(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]) + 1e-9f;
        for (int j = 0; j < 3; j++) n[j] /= length;
    }
}

/* Spreads vertex attributes [vertex][channels] over the pixels that rasterise() covered. */
void interpolate(const float *attributes, int channels, const int *triangles, const int *triangle,
                 const float *weights, int pixel_count, float *output) {
    for (int i = 0; i < pixel_count; i++) {
        float *out = output + (size_t)i * channels;
        if (triangle[i] < 0) {
            for (int k = 0; k < channels; k++) out[k] = 0;
            continue;
        }
        const int *corner = triangles + 3 * triangle[i];
        const float *a = attributes + (size_t)channels * corner[0];
        const float *b = attributes + (size_t)channels * corner[1];
        const float *c = attributes + (size_t)channels * corner[2];
        const float *w = weights + 3 * i;
        for (int k = 0; k < channels; k++) out[k] = w[0] * a[k] + w[1] * b[k] + w[2] * c[k];
    }
}

/* Three-dimensional value noise in -1...1 (smoothly interpolated lattice values, one cell per
 * unit of length); points: [count][3]. */
void value_noise(const float *points, int count, float frequency, unsigned seed, float *output) {
    for (int i = 0; i < count; i++) {
        const float *p = points + 3 * i;
        output[i] = noise_at(p[0] * frequency, p[1] * frequency, p[2] * frequency, seed);
    }
}

/* Pixels by which neighbours overlap, so that a turned grid's upright cells leave no gaps. */
#define OVERLAP 0.1f

static int joined(const float *a, const float *b, float largest) {
    return a[2] > 0 && b[2] > 0 && fabsf(a[2] - b[2]) <= largest * fminf(a[2], b[2]);
}

/* Paints a depth map, seen from elsewhere, onto another camera's pixels; the nearest wins.
 *
 * points: [rows][columns][3]: x and y in pixels of the target, z in millimetres (0 or less: a
 * hole). Every point covers the target from half way to its neighbours on the same surface (those
 * within `largest` of the nearer distance), else `half_width` and `half_height` pixels around it.
 * depth: [height][width], 0 where nothing landed. */
void splat(const float *points, int rows, int columns, float half_width, float half_height,
           float largest, int height, int width, float *depth) {
    memset(depth, 0, sizeof(float) * (size_t)height * width);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++) {
            const float *p = points + 3 * (r * columns + c);
            if (!(p[2] > 0)) continue;
            float left = p[0] - half_width, right = p[0] + half_width;
            float top = p[1] - half_height, bottom = p[1] + half_height;
            const float *west = p - 3, *east = p + 3;
            const float *north = p - 3 * columns, *south = p + 3 * columns;
            if (c > 0 && joined(p, west, largest)) left = (p[0] + west[0]) / 2 - OVERLAP;
            if (c + 1 < columns && joined(p, east, largest)) right = (p[0] + east[0]) / 2 + OVERLAP;
            if (r > 0 && joined(p, north, largest)) top = (p[1] + north[1]) / 2 - OVERLAP;
            if (r + 1 < rows && joined(p, south, largest)) bottom = (p[1] + south[1]) / 2 + OVERLAP;
            int x0 = (int)ceilf(left), x1 = (int)ceilf(right) - 1;
            int y0 = (int)ceilf(top), y1 = (int)ceilf(bottom) - 1;
            if (x0 < 0) x0 = 0;
            if (y0 < 0) y0 = 0;
            if (x1 >= width) x1 = width - 1;
            if (y1 >= height) y1 = height - 1;
            for (int v = y0; v <= y1; v++)
                for (int u = x0; u <= x1; u++) {
                    float *d = depth + v * width + u;
                    if (*d == 0 || p[2] < *d) *d = p[2];
                }
        }
}
