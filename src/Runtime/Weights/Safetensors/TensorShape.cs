using System.Collections;
using System.Runtime.CompilerServices;

namespace ResNetGen.Weights;

/// <summary>
/// The extents of a tensor, outermost first, compared by value: <c>[64, 3, 7, 7]</c> is a convolution's
/// [output channels, input channels per group, rows, columns]. Empty for a scalar.
/// </summary>
[CollectionBuilder(typeof(TensorShape), nameof(Create))]
public readonly struct TensorShape : IEquatable<TensorShape>, IReadOnlyList<long>
{
    // A damaged file may claim thousands.
    private const int MostShown = 8;

    private readonly long[]? _extents;

    private TensorShape(long[] extents) => _extents = extents;

    /// <summary>How many extents there are: 4 for a convolution, 2 for a linear layer, 0 for a scalar.</summary>
    public int Rank => _extents?.Length ?? 0;

    int IReadOnlyCollection<long>.Count => Rank;

    /// <summary>The extent at <paramref name="index"/>, outermost first.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is not within 0 and <see cref="Rank"/> -
    /// 1.</exception>
    public long this[int index] => (_extents ?? [])[index];

    /// <summary>
    /// A shape of its own from <paramref name="extents"/>, outermost first; what a collection expression calls.
    /// </summary>
    public static TensorShape Create(ReadOnlySpan<long> extents) => new(extents.ToArray());

    /// <summary>Whether both have the same extents in the same order.</summary>
    public bool Equals(TensorShape other) => _extents.AsSpan().SequenceEqual(other._extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        foreach (long extent in _extents.AsSpan())
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <summary>
    /// As Python writes it: <c>[64, 3, 7, 7]</c>. Of very many extents the first ones, and how many there are.
    /// </summary>
    public override string ToString() =>
        Rank <= MostShown
            ? $"[{string.Join(", ", _extents ?? [])}]"
            : $"[{string.Join(", ", _extents!.Take(MostShown))}, ... {Rank} extents]";

    /// <summary>The extents, outermost first.</summary>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)(_extents ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both have the same extents in the same order.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Whether an extent differs.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);
}
