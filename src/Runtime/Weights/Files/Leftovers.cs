namespace ResNetGen.Weights;

/// <summary>What is not to stay when the process is told to end in the middle of work.</summary>
internal static class Leftovers
{
    private static readonly Lock Guard = new();
    private static Action? _discard;

    static Leftovers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Discard();

    /// <summary>Has something deleted at the end of the process; what was added last comes first.</summary>
    /// <param name="discard">Deletes it. Throws nothing.</param>
    public static void Add(Action discard)
    {
        lock (Guard)
        {
            _discard = discard + _discard;
        }
    }

    /// <summary>The last addition of an action is taken back.</summary>
    public static void Remove(Action discard)
    {
        lock (Guard)
        {
            _discard -= discard;
        }
    }

    /// <summary>Deletes all of it.</summary>
    internal static void Discard() => _discard?.Invoke();
}
