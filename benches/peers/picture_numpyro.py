"""The model of a picture in NumPyro, sampled with NUTS, from what `picture-bench` writes.

The hypotheses of each claim are summed out (logsumexp), as in our engine. The factor on the steps
of the walks is continuous here, log-normal, where ours is a grid of the same density: the grid is a
quadrature of it (rungs of 0.35 under a sd of 0.5). `--form centred` draws the means of the segments themselves,
`--form steps` the steps that lead to them, `--form whitened` centred ones in the coordinates of the peak's curvature.
"""

import argparse
import json
import os
import time

ARGUMENTS = argparse.ArgumentParser(description=__doc__)
ARGUMENTS.add_argument("specification")
ARGUMENTS.add_argument("--form", choices=["centred", "steps", "whitened"], default="steps")
ARGUMENTS.add_argument("--chains", type=int, default=4)
ARGUMENTS.add_argument("--method", choices=["sequential", "parallel", "vectorized"], default="parallel")
ARGUMENTS.add_argument("--warmup", type=int, default=500)
ARGUMENTS.add_argument("--draws", type=int, default=500)
ARGUMENTS.add_argument("--depth", type=int, default=10, help="most doublings of a trajectory")
ARGUMENTS.add_argument("--target", type=float, default=0.8, help="share accepted")
ARGUMENTS.add_argument("--dense", action="store_true", help="a dense mass matrix")
ARGUMENTS.add_argument("--seed", type=int, default=1)
ARGUMENTS.add_argument("--check", action="store_true", help="compare the log density only")
arguments = ARGUMENTS.parse_args()

if arguments.method == "parallel":
    os.environ["XLA_FLAGS"] = f"--xla_force_host_platform_device_count={arguments.chains}"

import jax
import jax.numpy as jnp
import numpy as np
import numpyro

jax.config.update("jax_enable_x64", True)
from arviz import ess, rhat
from numpyro.infer import MCMC, NUTS

S = json.load(open(arguments.specification))
C = S["constants"]
ROWS, DIM = len(S["rows"]), S["dim"]
DAYS = len(S["walks"][0]["segments"]) and S["walks"][0]["segments"][-1]["to"]
FRACTION = ROWS > 1


def place(days, row):
    return row * DAYS + days


class Walks:
    """All segments of all rows as matrices: `means`, the steps into them, and the shapes within."""

    def __init__(self):
        segments = [(r, j, s) for r, w in enumerate(S["walks"]) for j, s in enumerate(w["segments"])]
        n, cells = len(segments), ROWS * DAYS
        self.mean = np.array([s["mean"] for _, _, s in segments])
        self.first = np.array([j == 0 for _, j, _ in segments])
        # The first has no gap; a square root of zero would have no slope.
        self.gap = np.array([s["gap"] or 1.0 for _, _, s in segments])
        self.extra = np.array([s["extra"] for _, _, s in segments])
        self.freedom = np.array([s["freedom"] for _, _, s in segments])
        walk = [S["walks"][r] for r, _, _ in segments]
        self.step = np.array([w["step"] for w in walk])
        self.scaled = np.array([w["scaled"] for w in walk])
        self.start = np.array([w["first"] for w in walk])
        self.level = np.array([w["level"] for w in walk])
        self.levels = np.zeros((n, DIM))
        self.closing = np.zeros((n, DIM))
        self.closed = np.zeros(n)
        self.kept = np.where(self.first, 0.0, np.exp(-self.gap / C["memory"]))
        self.holds = np.zeros((n, cells))
        # Log shape: slopes to the means before and after, and knots.
        self.lean = np.zeros((cells, n))
        knots = [(r, s, k) for r, _, s in segments for k in s["knots"]]
        self.knot = np.array([k["parameter"] for _, _, k in knots], dtype=int)
        self.knot_gap = np.array([k["gap"] for _, _, k in knots])
        self.knot_extra = np.array([k["extra"] for _, _, k in knots])
        self.knot_step = np.array([S["walks"][r]["step"] for r, _, _ in knots])
        self.knot_scaled = np.array([S["walks"][r]["scaled"] for r, _, _ in knots])
        self.rise = np.zeros((cells, len(knots)))
        k = 0
        for i, (r, j, s) in enumerate(segments):
            for parameter, coefficient in S["walks"][r]["level_terms"]:
                self.levels[i, parameter] += coefficient
            if s["closed"] is not None:
                self.closed[i] = C["closed"][0]
                self.closing[i, s["closed"]] = C["closed"][1]
            days = np.arange(s["from"], s["to"])
            self.holds[i, place(days, r)] = 1.0
            if s["to"] - s["from"] > 1:
                off = days - 0.5 * (s["from"] + s["to"] - 1)
                before, after = np.minimum(off, 0.0), np.maximum(off, 0.0)
                if j > 0:
                    self.lean[place(days, r), i] += C["lean"] * before / s["gap"]
                    self.lean[place(days, r), i - 1] -= C["lean"] * before / s["gap"]
                if j + 1 < len(S["walks"][r]["segments"]):
                    gap = segments[i + 1][2]["gap"]
                    self.lean[place(days, r), i + 1] += C["lean"] * after / gap
                    self.lean[place(days, r), i] -= C["lean"] * after / gap
            for knot in s["knots"]:
                begin = knot["day"] - knot["gap"]
                self.rise[place(days, r), k] = np.clip((days - begin) / knot["gap"], 0.0, 1.0)
                k += 1
        # Deviations from the level as sums of steps.
        self.sums = np.zeros((n, n))
        for i in range(n):
            if not self.first[i]:
                self.sums[i] = self.kept[i] * self.sums[i - 1]
            self.sums[i, i] = 1.0
        self.previous = np.maximum(np.arange(n) - 1, 0)
        self.weekday = np.zeros((cells, DIM))
        if S["weekdays"]:
            for r in range(ROWS - 1 if FRACTION else ROWS):
                for day, of in enumerate(S["weekdays"]["of"]):
                    self.weekday[place(day, r), S["weekdays"]["first"] + of] = S["weekdays"]["sd"]

    def sd(self, scale):
        step = jnp.where(self.scaled, scale, 1.0) * self.step
        return jnp.where(self.first, self.start, jnp.sqrt(step**2 * self.gap + self.extra))

    def log_steps(self, e, scale):
        """Log density of the steps, by means (the logarithms of the sds belong to it)."""
        student = -0.5 * (self.freedom + 1) * jnp.log1p(e**2 / self.freedom)
        return jnp.sum(jnp.where(self.first, -0.5 * e**2, student) - jnp.log(self.sd(scale)))

    def steps(self, theta, scale):
        deviation = theta[self.mean] - (self.level + self.levels @ theta)
        return (deviation - self.kept * deviation[self.previous]) / self.sd(scale)

    def flows(self, theta, scale):
        limit = C["limit"]
        means = theta[self.mean]
        open_ = jnp.clip(means + self.closed + self.closing @ theta, -limit, limit)
        step = jnp.where(self.knot_scaled, scale, 1.0) * self.knot_step
        rise = C["shape"] * jnp.sqrt(step**2 * self.knot_gap + self.knot_extra) * theta[self.knot]
        shape = jnp.exp(jnp.clip(self.lean @ means + self.rise @ rise, -limit, limit))
        length = self.holds.sum(1)
        total = jnp.exp(open_) * length / (self.holds @ shape)
        flows = shape * (self.holds.T @ total) * jnp.exp(self.weekday @ theta)
        flows = flows.reshape(ROWS, DAYS)
        if FRACTION:
            named = flows[:-1].sum(0)
            flows = jnp.concatenate([flows[:-1], (flows[-1] * named)[None]])
        return flows


class Claims:
    """All readings of all claims, one after the other."""

    def __init__(self):
        kept = [o for o in S["observations"] if o["density"] != "positive"]
        readings = [(i, o, h) for i, o in enumerate(kept) for h in o["hypotheses"]]
        n = len(readings)
        self.count, self.of = len(kept), np.array([i for i, _, _ in readings])
        self.window = np.zeros((n, ROWS, DAYS))
        self.last = np.zeros((n, ROWS, DAYS))
        self.log_prior = np.array([h["log_prior"] for _, _, h in readings])
        self.offset = np.zeros(n)
        self.terms = np.zeros((n, DIM))
        self.partial = np.zeros(n, dtype=bool)
        self.share = np.zeros((n, DIM))
        self.logit = np.zeros(n)
        self.split = np.zeros(n, dtype=bool)
        self.value, self.under, self.over = np.zeros(n), np.ones(n), np.ones(n)
        self.low, self.high = np.zeros(n), np.zeros(n)
        self.has_low, self.has_high = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
        for k, (_, o, h) in enumerate(readings):
            for row in o["rows"]:
                rows = slice(None) if row == ROWS else row
                self.window[k, rows, h["from"] : h["to"]] += 1.0
                self.last[k, rows, h["to"] - 1] += 1.0
            self.offset[k] = o["offset"]
            if o["per"] is not None:
                self.offset[k] += np.log(o["per"] / (h["to"] - h["from"]))
            for parameter, coefficient in o["terms"] + o["leaning"]:
                self.terms[k, parameter] += coefficient
            if o["partial"] is not None:
                self.partial[k] = True
                self.share[k, o["partial"][0]] = C["partial"]
                self.logit[k] = o["partial"][1]
            if "split" in h["density"]:
                density = h["density"]["split"]
                self.split[k] = True
                self.value[k] = density["log_value"]
                self.under[k] = np.hypot(density["under"], C["noise"])
                self.over[k] = np.hypot(density["over"], C["noise"])
            else:
                density = h["density"]["soft"]
                for bound, has, to in (("low", self.has_low, self.low), ("high", self.has_high, self.high)):
                    if density[bound] is not None:
                        has[k], to[k] = True, density[bound]
        self.window = self.window.reshape(n, -1)
        self.last = self.last.reshape(n, -1) * self.partial[:, None]
        self.any_partial = bool(self.partial.any())
        self.any_soft = bool((~self.split).any())
        self.to_claim = np.zeros((self.count, n))
        self.to_claim[self.of, np.arange(n)] = 1.0

    def log(self, theta, flows):
        flows = flows.reshape(-1)
        people = self.window @ flows
        if self.any_partial:
            share = jax.nn.sigmoid(self.logit + self.share @ theta)
            people = people - (1.0 - share) * (self.last @ flows)
        truth = jnp.log(jnp.maximum(people, 1e-12)) + self.offset + self.terms @ theta
        f = C["freedom"]
        distance = truth - self.value
        z = distance / jnp.where(distance < 0, self.under, self.over)
        log = -jnp.log((self.under + self.over) / 2) - (f + 1) / 2 * jnp.log1p(z**2 / f)
        if self.any_soft:
            step, floor = np.hypot(C["soft_step"], C["noise"]), C["soft_floor"]
            low = jnp.log(floor + (1 - floor) * jax.nn.sigmoid((truth - self.low) / step))
            high = jnp.log(floor + (1 - floor) * jax.nn.sigmoid((self.high - truth) / step))
            soft = jnp.where(self.has_low, low, 0.0) + jnp.where(self.has_high, high, 0.0)
            log = jnp.where(self.split, log, soft)
        log = log + self.log_prior
        most = jax.lax.stop_gradient(jax.ops.segment_max(log, self.of, self.count))
        return jnp.sum(most + jnp.log(self.to_claim @ jnp.exp(log - most[self.of])))


WALKS, CLAIMS = Walks(), Claims()
PLAIN = np.array(S["plain"])


def log_density(theta, scale):
    """The whole log density of theta, as our engine has it (without the prior of the scale)."""
    prior = -0.5 * jnp.sum(theta[PLAIN] ** 2) + WALKS.log_steps(WALKS.steps(theta, scale), scale)
    return prior + CLAIMS.log(theta, WALKS.flows(theta, scale))


def potential(form):
    """Potential energy of a vector: parameters in the coordinates of the form, then the logarithm
    of the scale in its sd; and the way from the vector to theta and scale, and back."""
    sd = C["scale_sd"]
    peak = np.array(S["checks"][1]["theta"])

    if form == "steps":

        def forth(x):
            scale = jnp.exp(sd * x[-1])
            plain = x[:-1]
            level = WALKS.level + WALKS.levels @ plain
            deviation = WALKS.sums @ (WALKS.sd(scale) * plain[WALKS.mean])
            return plain.at[WALKS.mean].set(level + deviation), scale

        def back(theta, scale):
            steps = WALKS.steps(theta, scale)
            return jnp.append(theta.at[WALKS.mean].set(steps), jnp.log(scale) / sd)

        def energy(x):
            theta, scale = forth(x)
            # The Jacobian of the steps is the product of their sds.
            log = jnp.sum(jnp.log(WALKS.sd(scale)))
            return -(log_density(theta, scale) + log - 0.5 * x[-1] ** 2)

    else:
        root = jnp.eye(DIM)
        if form == "whitened":
            # The curvature at the peak, made positive where the mixture bends the other way.
            hessian = jax.hessian(lambda t: -log_density(t, S["checks"][1]["scale"]))(jnp.array(peak))
            values, vectors = jnp.linalg.eigh(hessian)
            root = vectors / jnp.sqrt(jnp.maximum(jnp.abs(values), 0.3))
        inverse = jnp.linalg.inv(root)

        def forth(x):
            if form == "centred":
                return x[:-1], jnp.exp(sd * x[-1])
            return peak + root @ x[:-1], jnp.exp(sd * x[-1])

        def back(theta, scale):
            offset = theta if form == "centred" else inverse @ (theta - peak)
            return jnp.append(offset, jnp.log(scale) / sd)

        def energy(x):
            theta, scale = forth(x)
            return -(log_density(theta, scale) - 0.5 * x[-1] ** 2)

    return energy, forth, back


def check():
    """Largest difference between our log densities and these."""
    worst = 0.0
    for point in S["checks"]:
        theta = jnp.array(point["theta"])
        ours, theirs = point["log"], float(log_density(theta, point["scale"]))
        worst = max(worst, abs(ours - theirs))
    return worst


def sums(theta, scale):
    """What the engine's diagnostics look at."""
    flows = WALKS.flows(theta, scale)
    leanings = [theta[one["parameter"]] for one in S["leanings"]]
    rows = flows.sum(1)
    return jnp.stack([*rows, rows.sum(), flows[:, max(DAYS - 7, 0) :].sum(), *leanings])


def main():
    answer = {"form": arguments.form, "method": arguments.method, "parameters": DIM + 1,
              "readings": len(CLAIMS.of), "worst_log_density": check()}
    if arguments.check:
        print(json.dumps(answer))
        return
    energy, forth, back = potential(arguments.form)
    peak = jnp.array(S["checks"][1]["theta"])
    start = back(peak, S["checks"][1]["scale"])
    evaluate = jax.jit(jax.value_and_grad(energy))
    jax.block_until_ready(evaluate(start))
    clock = time.perf_counter()
    for _ in range(200):
        value = evaluate(start)
    jax.block_until_ready(value)
    answer["gradient_ms"] = 5 * (time.perf_counter() - clock)
    key = jax.random.PRNGKey(arguments.seed)
    starts = start + 0.1 * jax.random.normal(key, (arguments.chains, DIM + 1))
    starts = starts if arguments.chains > 1 else starts[0]
    kernel = NUTS(potential_fn=energy, target_accept_prob=arguments.target,
                  max_tree_depth=arguments.depth, dense_mass=arguments.dense)

    mcmc = MCMC(kernel, num_warmup=arguments.warmup, num_samples=arguments.draws,
                num_chains=arguments.chains, chain_method=arguments.method, progress_bar=False)

    def timed():
        clock = time.perf_counter()
        mcmc.run(key, init_params=starts, extra_fields=("num_steps", "diverging"))
        jax.block_until_ready(mcmc.get_samples())
        return time.perf_counter() - clock

    cpu = time.process_time()
    whole = timed()
    answer["first_run_seconds"] = whole
    answer["cpu_seconds"] = time.process_time() - cpu
    # Compiling alone: one draw after no warm-up, of a program of the same shape.
    short = MCMC(kernel, num_warmup=1, num_samples=1, num_chains=arguments.chains,
                 chain_method=arguments.method, progress_bar=False)
    clock = time.perf_counter()
    short.run(key, init_params=starts)
    answer["compile_seconds"] = time.perf_counter() - clock
    answer["seconds"] = whole - answer["compile_seconds"]
    x = mcmc.get_samples(group_by_chain=True)
    told = jax.jit(jax.vmap(jax.vmap(lambda x: sums(*forth(x)))))(x)
    told = np.asarray(told)
    fields = mcmc.get_extra_fields(group_by_chain=True)
    answer["steps_per_draw"] = float(np.mean(fields["num_steps"]))
    answer["divergences"] = int(np.sum(fields["diverging"]))
    names = S["rows"] + ["all", "last week"] + [one["organisation"] for one in S["leanings"]]
    table = {}
    for i, name in enumerate(names):
        values = told[:, :, i]
        # Leanings may share a name with a sum.
        name = name if i < ROWS + 2 else "leaning of " + name
        table[name] = {"ess": float(ess(values, method="bulk")),
                       "tail_ess": float(ess(values, method="tail")),
                       "rhat": float(rhat(values)),
                       "by_chain": [float(v) for v in np.median(values, axis=1)]}
        for p in (2.5, 5, 10, 25, 50, 75, 90, 95, 97.5):
            table[name][f"p{p}"] = float(np.percentile(values, p))
    answer["sums"] = table
    scale = np.exp(C["scale_sd"] * np.asarray(x)[..., -1])
    answer["scale"] = [float(v) for v in np.percentile(scale, [5, 50, 95])]
    answer["ess"] = min(one["ess"] for one in table.values())
    answer["rhat"] = max(one["rhat"] for one in table.values())
    answer["seconds_per_draw"] = answer["seconds"] / answer["ess"]
    print(json.dumps(answer))


main()
