/* Skin, hair and eyes, the light that surfaces return, shadows and projected dots.
 *
 * Called through ctypes by shading.py. Arrays are C-contiguous with one entry per pixel. Camera
 * coordinates: millimetres, x right, y down, z forward. Canonical coordinates are those of the mean
 * face: millimetres, x right, y up, z towards the viewer.
 */
#include <math.h>

#include "noise.h"

enum { FACE, HEAD, MOUTH_SOCKET, EYE_SOCKET, TEETH, EYE_A, EYE_B };
enum { FACE_CHANNELS = 7 }; /* canonical x, y, z, lips, brow, lash line, part */

typedef struct {
    float skin_nir, skin[3];
    float lip_nir, lip[3]; /* times skin */
    float hair_nir, hair[3];
    float brow, brow_nir, beard;
    float iris_nir, iris[3];
    float pupil_radius, pupil_nir;
    float hairline, hair_side, fringe, hair_density;
    float mottle, wrinkle, age, freckles, redness;
    float eyes[2][3];
    unsigned seed;
} Person;

typedef struct {
    float *nir, *rgb, *specular, *exponent, *scatter, *glint, *bump;
} Surface;

static float step_between(float low, float high, float x) {
    float t = (x - low) / (high - low);
    return faded(t < 0 ? 0 : t > 1 ? 1 : t);
}

static float clipped(float x, float low, float high) { return x < low ? low : x > high ? high : x; }

static float squared(float x) { return x * x; }

/* 0...1: how much of a canonical position hair covers. */
static float hair_cover(const Person *f, const float *p) {
    float wave = f->fringe * sinf(p[0] / 22 + (float)(f->seed % 7));
    float front = f->hairline + wave - squared(p[0] / 60) * 14;
    float side = step_between(60, 10, p[2]);
    float edge = front * (1 - side) + fminf(front, f->hair_side) * side;
    return step_between(-3, 5, p[1] - edge);
}

static void eyeball(const Person *f, const float *p, const float *centre, float *nir, float *rgb) {
    float x = p[0] - centre[0], y = p[1] - centre[1], radius = hypotf(x, y);
    float iris = step_between(6.2f, 5.6f, radius);
    float pupil = step_between(f->pupil_radius + 0.35f, f->pupil_radius - 0.35f, radius);
    float texture = 1 + 0.25f * noise_at(atan2f(y, x) * 6, radius * 0.3f, 0, f->seed + 11);
    texture *= 1 - 0.55f * expf(-squared((radius - 5.7f) / 0.7f));
    float shade = 1 - 0.25f * step_between(2, 5.5f, y); /* of the upper lid */
    float vein = 1 - 0.12f * step_between(0.3f, 0.8f, noise_at(p[0] * 0.5f, p[1] * 0.5f, 0, f->seed));
    static const float white[3] = {0.68f, 0.64f, 0.60f};
    float value = 0.58f * (1 - iris) + f->iris_nir * texture * iris;
    *nir = (value * (1 - pupil) + f->pupil_nir * pupil) * shade;
    for (int c = 0; c < 3; c++) {
        float sclera = c == 0 ? white[c] : white[c] * vein;
        value = sclera * (1 - iris) + f->iris[c] * texture * iris;
        rgb[c] = (value * (1 - pupil) + 0.015f * pupil) * shade;
    }
}

/* Reflectance of a person's head at pixels that know their place on the mean face.
 *
 * attributes: [count][FACE_CHANNELS]. A pupil_nir above 0.2 shines back at the lamp. */
void skin(const Person *f, const float *attributes, int count, Surface s) {
    unsigned seed = f->seed;
    for (int i = 0; i < count; i++) {
        const float *p = attributes + FACE_CHANNELS * i;
        float x = p[0], y = p[1], z = p[2], lips = p[3], brow = p[4], lash = p[5];
        int part = (int)(p[6] + 0.5f);
        float *rgb = s.rgb + 3 * i, *bump = s.bump + 3 * i;
        if (part == EYE_A || part == EYE_B) {
            eyeball(f, p, f->eyes[part - EYE_A], s.nir + i, rgb);
            s.specular[i] = 0.25f;
            s.exponent[i] = 120;
            s.scatter[i] = 0.3f;
            s.glint[i] = 1;
            bump[0] = bump[1] = bump[2] = 0;
            continue;
        }
        float middle = noise_at(x / 7, y / 7, z / 7, seed + 1);
        float mottle = 0.5f * noise_at(x / 22, y / 22, z / 22, seed) + 0.3f * middle +
                       0.35f * noise_at(x / 2.6f, y / 2.6f, z / 2.6f, seed + 2);
        float fine = noise_at(x / 1.4f, y / 1.4f, z / 1.4f, seed + 3);
        mottle *= f->mottle;
        float below = expf(-(squared((fabsf(x) - 31) / 17) + squared((y - 27) / 7)));
        float nose = z > 105 ? expf(-(squared(x / 14) + squared((y - 2) / 14))) : 0;
        float forehead = expf(-(squared(x / 30) + squared((y - 75) / 25)));
        float cheek = expf(-(squared((fabsf(x) - 38) / 17) + squared((y + 2) / 18))) + nose;
        float spot = f->freckles > 0
            ? f->freckles * step_between(0.45f, 0.7f, noise_at(x / 2.2f, y / 2.2f, z / 2.2f, seed + 15))
            : 0;
        float blood = f->redness * cheek + 0.5f * mottle;
        float nir = f->skin_nir * (1 + 0.7f * mottle) * (1 - 0.05f * below) * (1 - 0.03f * spot);
        /* Haemoglobin takes green and blue; melanin takes blue before red (Jacques 2013). */
        float tired = 1 - 0.16f * f->age * below;
        rgb[0] = f->skin[0] * (1 + mottle) * tired * (1 - 0.18f * spot);
        rgb[1] = f->skin[1] * (1 + 1.6f * mottle) * (1 - blood) * tired * (1 - 0.32f * spot);
        rgb[2] = f->skin[2] * (1 + 1.6f * mottle) * (1 - 0.8f * blood) * tired * (1 - 0.45f * spot);
        float specular = 0.16f + 0.10f * forehead + 0.12f * nose, exponent = 18;

        if (f->beard > 0) {
            float ragged = 5 * noise_at(x / 12, y / 12, z / 12, seed + 14);
            float jaw = step_between(-14, -28, y + ragged) * step_between(5, 30, z);
            jaw *= step_between(-100, -80, y) * (1 - lips);
            float lip = expf(-squared((y + 19) / 5)) * step_between(34, 24, fabsf(x));
            lip *= z > 90 ? 1 - lips : 0;
            float stubble = 1.05f + 0.8f * fine + 0.25f * noise_at(x / 9, y / 9, z / 9, seed + 4);
            float beard = clipped(fmaxf(jaw, lip) * f->beard * stubble, 0, 1);
            nir = mixed(nir, f->hair_nir, 0.8f * beard);
            for (int c = 0; c < 3; c++) rgb[c] = mixed(rgb[c], f->hair[c], beard);
            specular *= 1 - beard;
        }
        nir *= 1 - lips * (1 - f->lip_nir);
        for (int c = 0; c < 3; c++) rgb[c] *= 1 - lips * (1 - f->lip[c]);
        specular += 0.18f * lips;
        if (brow > 0.01f) {
            float strands = noise_at(x / 1.6f, 0.45f * y / 1.6f, z / 1.6f, seed + 6);
            brow = clipped(brow * f->brow * (1.1f + 0.75f * strands), 0, 1);
            nir = mixed(nir, 0.8f * f->hair_nir, brow * f->brow_nir);
            for (int c = 0; c < 3; c++) rgb[c] = mixed(rgb[c], 0.8f * f->hair[c], brow);
        }
        if (part <= EYE_SOCKET) {
            lash = clipped(1.1f * lash, 0, 1) * 0.8f;
            nir *= 1 - 0.6f * lash;
            for (int c = 0; c < 3; c++) rgb[c] *= 1 - 0.75f * lash;
        }
        float hair = 0;
        if (f->hair_density > 0 && part <= HEAD) {
            hair = clipped(hair_cover(f, p) * 1.3f - 0.15f + 0.35f * fine, 0, 1) * f->hair_density;
            if (hair > 0) {
                float strand = 1 + 0.45f * noise_at(x / 2.2f, y / 8.8f, z / 8.8f, seed + 8) +
                               0.2f * noise_at(x / 9, y / 9, z / 9, seed + 9);
                nir = mixed(nir, f->hair_nir * strand, hair);
                for (int c = 0; c < 3; c++) rgb[c] = mixed(rgb[c], f->hair[c] * strand, hair);
                specular = mixed(specular, 0.12f, hair);
            }
        }
        float dim = part == MOUTH_SOCKET ? 0.3f : part == EYE_SOCKET ? 0.8f : 1;
        nir *= dim;
        for (int c = 0; c < 3; c++) rgb[c] *= dim;
        if (part == TEETH) {
            nir = 0.6f;
            rgb[0] = 0.66f;
            rgb[1] = 0.62f;
            rgb[2] = 0.53f;
            specular = 0.4f;
            exponent = 60;
        }
        float rough = part <= HEAD ? 0.05f + 0.10f * f->wrinkle : 0.005f;
        float fold = part <= HEAD && f->wrinkle > 0.1f ? 0.05f * f->wrinkle : 0;
        for (int c = 0; c < 3; c++) {
            bump[c] = rough * noise_at(x / 2.2f, y / 2.2f, z / 2.2f, seed + 20 + c);
            if (fold > 0) bump[c] += fold * noise_at(x / 6, y / 6, z / 6, seed + 23 + c);
            bump[c] += 0.5f * hair * (c == 1 ? -fine : fine);
            rgb[c] = clipped(rgb[c], 0.008f, 1);
        }
        s.nir[i] = clipped(nir, 0.01f, 1);
        s.specular[i] = specular;
        s.exponent[i] = exponent;
        s.scatter[i] = 1 - clipped(hair + brow, 0, 1);
        s.glint[i] = 0;
    }
}

/* The camera's own near-infrared lamp, and the room's lights: sky, one key light, one fill. */
typedef struct {
    float position[3];
    float reference; /* mm at which a white surface facing the lamp has radiance 1 */
    float beam;      /* exponent of the cosine of the angle off the axis */
    float spot_x, spot_y, spot_radius, spot_gain;
    float power;
    float sky_nir, sky[3];
    float direction[2][3]; /* unit vectors towards the lights */
    float light_nir[2], light[2][3];
    float gloss;
} Lights;

typedef struct {
    float *amplitude; /* what the lamp's light returns, diffusely */
    float *room_nir;  /* what the room's near infrared returns, diffusely */
    float *gloss_nir; /* mirror images of the lamp */
    float *diffuse, *gloss; /* [count][3], visible */
} Radiance;

static float dot(const float *a, const float *b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

static float halfway(const float *normal, const float *to_light, const float *to_eye) {
    float h[3] = {to_light[0] + to_eye[0], to_light[1] + to_eye[1], to_light[2] + to_eye[2]};
    float length = sqrtf(dot(h, h)) + 1e-6f;
    return fmaxf(dot(normal, h) / length, 0);
}

/* Light that `count` pixels send to the camera; lit: share of the key light that is not shadowed. */
void light(const Lights *l, int count, const float *positions, const float *normals, Surface s,
           const float *lit, Radiance r) {
    for (int i = 0; i < count; i++) {
        const float *p = positions + 3 * i, *n = normals + 3 * i;
        float away = sqrtf(dot(p, p)) + 1e-6f;
        float to_eye[3] = {-p[0] / away, -p[1] / away, -p[2] / away};
        float to_lamp[3] = {l->position[0] - p[0], l->position[1] - p[1], l->position[2] - p[2]};
        float distance = sqrtf(dot(to_lamp, to_lamp)) + 1e-6f;
        for (int j = 0; j < 3; j++) to_lamp[j] /= distance;
        float falloff = squared(l->reference / fmaxf(distance, 50)) * l->power;
        falloff *= powf(fmaxf(-to_eye[2], 0), l->beam);
        float z = fmaxf(p[2], 1);
        float r2 = squared(p[0] / z - l->spot_x) + squared(p[1] / z - l->spot_y);
        falloff *= 1 + l->spot_gain * expf(-r2 / (2 * squared(l->spot_radius)));
        float shine = halfway(n, to_lamp, to_eye), sharp = s.exponent[i];
        float energy = (sharp + 8) / 60;
        r.amplitude[i] = s.nir[i] * fmaxf(dot(n, to_lamp), 0) * falloff;
        r.gloss_nir[i] = s.specular[i] * powf(shine, sharp) * energy * falloff * l->gloss;
        if (s.glint[i] > 0) r.gloss_nir[i] += s.glint[i] * 6 * powf(shine, 500) * falloff;

        float up = 0.65f - 0.35f * n[1];
        float room = l->sky_nir * up;
        float *diffuse = r.diffuse + 3 * i, *gloss = r.gloss + 3 * i;
        for (int c = 0; c < 3; c++) {
            diffuse[c] = l->sky[c] * up;
            gloss[c] = 0;
        }
        for (int k = 0; k < 2; k++) {
            float open = k == 0 ? lit[i] : 1;
            float soft = 0.25f * s.scatter[i];
            float facing = fmaxf((dot(n, l->direction[k]) + soft) / (1 + soft), 0) * open;
            float mirror = halfway(n, l->direction[k], to_eye);
            float spread = s.specular[i] * powf(mirror, sharp) * energy * open;
            if (s.glint[i] > 0) spread += s.glint[i] * 3 * powf(mirror, 400) * open;
            room += l->light_nir[k] * facing;
            r.gloss_nir[i] += l->light_nir[k] * spread;
            for (int c = 0; c < 3; c++) {
                diffuse[c] += l->light[k][c] * facing;
                gloss[c] += l->light[k][c] * spread;
            }
        }
        r.room_nir[i] = s.nir[i] * room;
        for (int c = 0; c < 3; c++) diffuse[c] *= s.rgb[3 * i + c];
    }
}

/* Share of a distant light that reaches every pixel: a walk through the depth buffer.
 *
 * depth: [height][width] in mm, lit: the same; direction: unit vector towards the light. */
void shadow(const float *depth, int height, int width, const float *camera,
            const float *direction, float *lit) {
    enum { STEPS = 14 };
    float fx = camera[0], fy = camera[1], cx = camera[2], cy = camera[3];
    for (int v = 0; v < height; v++)
        for (int u = 0; u < width; u++) {
            float z = depth[v * width + u];
            lit[v * width + u] = 1;
            if (!(z > 0) || z > 4000) continue;
            float p[3] = {(u - cx) / fx * z, (v - cy) / fy * z, z};
            float away = 4;
            for (int k = 0; k < STEPS; k++, away *= 1.35f) {
                float x = p[0] + away * direction[0], y = p[1] + away * direction[1];
                float d = p[2] + away * direction[2];
                if (d < 50) break;
                int a = (int)(fx * x / d + cx + 0.5f), b = (int)(fy * y / d + cy + 0.5f);
                if (a < 0 || b < 0 || a >= width || b >= height) break;
                float seen = depth[b * width + a];
                if (seen > 0 && seen < d - 2 - 0.1f * away && seen > d - 140) {
                    lit[v * width + u] = 0;
                    break;
                }
            }
        }
}

/* Irradiance of a projector's dots, mean about 1, at camera points [count][3].
 *
 * The projector stands `baseline` mm beside the camera (x); one dot per square cell of `cell`
 * radians, at a place that the seed decides; `radius` in radians; `contrast` 0...1. */
void dots(const float *positions, int count, float baseline, float cell, float radius,
          float contrast, unsigned seed, float *output) {
    float area = 6.2832f * squared(radius / cell);
    for (int i = 0; i < count; i++) {
        const float *p = positions + 3 * i;
        float z = fmaxf(p[2], 1);
        float x = (p[0] - baseline) / z / cell, y = p[1] / z / cell;
        int column = (int)floorf(x), row = (int)floorf(y);
        float sum = 0;
        for (int b = -1; b <= 1; b++)
            for (int a = -1; a <= 1; a++) {
                float dx = column + a + 0.5f + 0.45f * lattice(column + a, row + b, 0, seed) - x;
                float dy = row + b + 0.5f + 0.45f * lattice(column + a, row + b, 1, seed) - y;
                float r2 = (dx * dx + dy * dy) * squared(cell / radius);
                if (r2 < 16) sum += expf(-0.5f * r2);
            }
        output[i] = 1 - contrast + contrast * sum / area;
    }
}
