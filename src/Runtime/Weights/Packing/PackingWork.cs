using System.Runtime.ExceptionServices;
using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>
/// Fills the block of packed weights on all processors of the process. Each thread takes one piece after the other, in
/// the order of the block.
/// </summary>
internal static class PackingWork
{
    /// <summary>
    /// Floats of a piece: a huge page. The system clears it for whoever touches it first, and twice if two do at once.
    /// </summary>
    private const long PieceFloats = (2 << 20) / sizeof(float);

    /// <summary>Packs output blocks of a layer.</summary>
    /// <param name="slot">The layer.</param>
    /// <param name="first">The first block of 16 output channels.</param>
    /// <param name="end">The block behind the last.</param>
    public delegate void Pack(PackedSlot slot, int first, int end);

    /// <summary>Packs all output blocks of all layers.</summary>
    /// <param name="slots">The layers, in the order of the block.</param>
    /// <param name="pack">Called for blocks that lie side by side, once for each; at the same time for others.</param>
    /// <exception cref="Exception">What <paramref name="pack"/> threw for the first blocks that it threw for: the same
    /// as if there were one thread.</exception>
    public static void Run(IEnumerable<PackedSlot> slots, Pack pack)
    {
        List<List<(PackedSlot Slot, int First, int End)>> pieces = Divide(slots);
        Lock failing = new();
        (int Piece, ExceptionDispatchInfo? Exception) failure = (int.MaxValue, null);
        int taken = -1;
        Together.Run(Math.Min(Processors.Count, pieces.Count), TakePieces);
        failure.Exception?.Throw();

        // Pieces are taken in order: whoever fails, those before are done or in work, and those behind do not matter.
        void TakePieces()
        {
            int piece;
            while (
                (piece = Interlocked.Increment(ref taken)) < pieces.Count && piece < Volatile.Read(ref failure.Piece)
            )
            {
                try
                {
                    foreach ((PackedSlot slot, int first, int end) in pieces[piece])
                    {
                        pack(slot, first, end);
                    }
                }
                catch (Exception exception)
                {
                    lock (failing)
                    {
                        failure = piece < failure.Piece ? (piece, ExceptionDispatchInfo.Capture(exception)) : failure;
                    }
                }
            }
        }
    }

    private static List<List<(PackedSlot Slot, int First, int End)>> Divide(IEnumerable<PackedSlot> slots)
    {
        List<List<(PackedSlot Slot, int First, int End)>> pieces = [];
        long last = -1;
        foreach (PackedSlot slot in slots)
        {
            for (int block = 0; block < slot.Blocks; block++)
            {
                long piece = (slot.WeightsStart + slot.ShareStart(block)) / PieceFloats;
                if (piece != last)
                {
                    pieces.Add([]);
                    last = piece;
                }

                List<(PackedSlot Slot, int First, int End)> shares = pieces[^1];
                if (shares.Count > 0 && ReferenceEquals(shares[^1].Slot, slot))
                {
                    shares[^1] = (slot, shares[^1].First, block + 1);
                }
                else
                {
                    shares.Add((slot, block, block + 1));
                }
            }
        }

        return pieces;
    }
}
