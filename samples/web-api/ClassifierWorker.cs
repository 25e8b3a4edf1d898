using System.Collections.Concurrent;

namespace Samples.WebApi;

/// <summary>
/// An instance of the network, memory for a file, and a thread. A picture takes long, and the threads of the pool have
/// to answer others.
/// </summary>
internal sealed class ClassifierWorker : IDisposable
{
    private readonly BlockingCollection<Task> _work = [];
    private readonly Thread _thread;

    /// <param name="model">The instance, which the worker disposes of.</param>
    /// <param name="maxBytes">The largest file.</param>
    public ClassifierWorker(FashionClassifier model, int maxBytes)
    {
        (Model, File) = (model, new byte[maxBytes]);
        _thread = new Thread(Run) { IsBackground = true, Name = "Classifier" };
        _thread.Start();
    }

    public FashionClassifier Model { get; }

    /// <summary>For the bytes of an upload: a decoder needs them in one piece.</summary>
    public byte[] File { get; }

    /// <summary>Does a piece of work in the thread, behind what it was given before.</summary>
    public Task<TResult> RunAsync<TResult>(Func<ClassifierWorker, TResult> work)
    {
        // What waits for it goes on in the pool.
        Task<TResult> task = new(() => work(this), TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(task);
        return task;
    }

    /// <summary>Ends the thread behind its work.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
        Model.Dispose();
    }

    private void Run()
    {
        foreach (Task task in _work.GetConsumingEnumerable())
        {
            // Its failure is the task's.
            task.RunSynchronously(TaskScheduler.Default);
        }
    }
}
