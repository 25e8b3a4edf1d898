namespace ResNetGen.Runtime;

/// <summary>
/// The models that C holds, of all networks. A handle is no address but an index with the number of its use, so that a
/// destroyed or wrong one is an error and not a crash: the lower half is <c>index * 2 + 1</c>, odd as no pointer to a
/// model would be, the upper half the number.
/// </summary>
internal static class NativeHandles
{
    private static readonly int Half = 4 * nint.Size;
    private static readonly uint LastUse = uint.MaxValue >> (32 - Half);
    private static readonly int MostSlots = (int)Math.Min(1L << (Half - 1), Array.MaxLength);

    private static readonly Lock Gate = new();
    private static readonly Stack<int> Free = [];
    private static Slot[] _slots = [];

    /// <summary>Gives a model a handle.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="NativeException">There are as many as handles can tell apart.</exception>
    public static nint Add(IImageModel model)
    {
        lock (Gate)
        {
            if (Free.Count == 0)
            {
                Grow();
            }

            int index = Free.Peek();
            uint use = NextUse(_slots[index].Use);
            nint handle = (nint)(((nuint)use << Half) | ((nuint)index << 1) | 1);

            // One write, which threads that search without the lock see whole.
            Volatile.Write(ref _slots[index].Entry, new Entry(handle, new NativeModel(model)));
            _slots[index].Use = use;
            Free.Pop();
            return handle;
        }
    }

    /// <summary>The model of a handle, if it is of one network.</summary>
    /// <typeparam name="TModel">The network.</typeparam>
    /// <param name="handle">The handle.</param>
    /// <exception cref="NativeException">There is no such model.</exception>
    public static NativeModel Find<TModel>(nint handle)
    {
        if (handle == 0)
        {
            throw new NativeException(NativeStatus.InvalidArgument, "model is NULL.");
        }

        Slot[] slots = Volatile.Read(ref _slots);
        nuint index = ((nuint)handle & (((nuint)1 << Half) - 1)) >> 1;
        Entry? entry = index < (nuint)slots.Length ? Volatile.Read(ref slots[index].Entry) : null;
        if (entry is null || entry.Handle != handle)
        {
            throw NoModel();
        }

        return entry.Native.Model is TModel
            ? entry.Native
            : throw new NativeException(
                NativeStatus.InvalidArgument,
                $"model is of another network: {entry.Native.Model.Network.Name}."
            );
    }

    /// <summary>Forgets a handle, which nothing has any more.</summary>
    /// <param name="handle">A handle that <see cref="Find"/> knows.</param>
    public static void Remove(nint handle)
    {
        lock (Gate)
        {
            int index = (int)(((nuint)handle & (((nuint)1 << Half) - 1)) >> 1);
            Volatile.Write(ref _slots[index].Entry, null);

            // Behind the last number, handles that were destroyed would be valid again.
            if (_slots[index].Use != LastUse)
            {
                Free.Push(index);
            }
        }
    }

    /// <summary>What a destroyed handle is told, or one that never was.</summary>
    public static NativeException NoModel() =>
        new(NativeStatus.InvalidArgument, "model was destroyed, or was never given by this library.");

    private static void Grow()
    {
        int count = _slots.Length;
        if (count == MostSlots)
        {
            throw new NativeException(NativeStatus.OutOfMemory, $"There are {count} models already.");
        }

        Slot[] larger = new Slot[Math.Min(Math.Max(16, 2 * (long)count), MostSlots)];
        Array.Copy(_slots, larger, count);
        for (int index = larger.Length - 1; index >= count; index--)
        {
            // Not from zero: handles of another library of this kind, in the same process, should not be valid here.
            larger[index].Use = (uint)Random.Shared.Next();
            Free.Push(index);
        }

        Volatile.Write(ref _slots, larger);
    }

    private static uint NextUse(uint use) => (use + 1) & LastUse;

    private struct Slot
    {
        public Entry? Entry;
        public uint Use;
    }

    private sealed record Entry(nint Handle, NativeModel Native);
}
